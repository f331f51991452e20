import { describe, expect, test } from 'vitest';
import { type Ran, run } from '../../support/cli.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

const lines = (count: number, other: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, at) => `${other[at + 1] ?? `line ${at + 1}`}\n`).join('');

/** A pull request whose a.ts has line 10 of 40 changed, so that lines 7 to 13 show. */
const open = async () =>
  await PullDesk.open(desk, { 'a.ts': lines(40) }, { 'a.ts': lines(40, { 10: 'ten' }) });

/** Reviews a pull request with findings on standard input. */
const review = async (
  { id }: PullDesk,
  findings: readonly unknown[] | string | undefined,
  ...flags: readonly string[]
): Promise<Ran> =>
  await desk.bbx(
    [
      ...['pr', 'review', String(id), '-R', 'acme/backend-api'],
      ...(findings === undefined ? [] : ['--findings', '-']),
      ...flags,
    ],
    { stdin: typeof findings === 'string' ? findings : JSON.stringify(findings ?? null) },
  );

const answer = ({ stdout }: Ran) => JSON.parse(stdout.toString());
/** What was written to a pull request that was there. */
const writes = () =>
  desk.asked.filter((asked) => /^(POST|PUT|DELETE) .*\/pullrequests\/\d/.test(asked));

describe('findings from a file', () => {
  test('are posted in order, each on its lines, and the verdict comes last', async () => {
    const pull = await open();
    const ran = await review(
      pull,
      [
        { path: 'a.ts', line: 10, body: 'Why ten?', severity: 'question' },
        { path: 'a.ts', start_line: 8, line: 9, body: 'Both', suggestion: 'eight\r\nnine' },
        { path: 'a.ts', line: 10, side: 'old', body: 'Was fine' },
        { path: './a.ts', anchor: 'line 12', body: 'Here' },
      ],
      '--request-changes',
      '--body',
      'All in all',
    );
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(pull.comments).toEqual([
      'a.ts:10 **question:** Why ten?',
      'a.ts:8-9 Both\n\n```suggestion\neight\nnine\n```',
      'a.ts:10 old Was fine',
      'a.ts:12 Here',
      'All in all',
    ]);
    expect(pull.verdict).toBe('changes_requested');
    expect(writes().at(-1)).toMatch(/request-changes$/);
    const ids = pull.kept.comments.map(({ id }) => id);
    expect(answer(ran)).toMatchObject({
      pull_request: pull.id,
      verdict_status: 'sent',
      body: 'posted',
      posted: 4,
      already: 0,
      failed: 0,
      items: [
        { item: 1, path: 'a.ts', line: 10, status: 'posted', id: ids[0] },
        { item: 2, path: 'a.ts', line: 9, start_line: 8, status: 'posted', id: ids[1] },
        { item: 3, path: 'a.ts', line: 10, side: 'old', status: 'posted', id: ids[2] },
        { item: 4, path: 'a.ts', line: 12, status: 'posted', id: ids[3] },
      ],
    });
  });

  test('post nothing when they are sent again, nor give the verdict', async () => {
    const pull = await open();
    const findings = [
      { path: 'a.ts', line: 10, body: 'Why?' },
      { path: 'a.ts', line: 11, body: 'Why?' },
    ];
    await review(pull, findings, '--approve', '--body', 'Fine');
    const before = writes().length;
    const again = await review(pull, findings, '--approve', '--body', 'Fine');
    expect(writes().length).toBe(before);
    expect(answer(again)).toMatchObject({
      verdict_status: 'already',
      body: 'already there',
      posted: 0,
      already: 2,
      items: [{ status: 'already there' }, { status: 'already there' }],
    });
    expect(pull.comments).toHaveLength(3);
  });

  test('post what is new beside what stands', async () => {
    const pull = await open();
    await review(pull, [{ path: 'a.ts', line: 10, body: 'One' }]);
    await review(pull, [
      { path: 'a.ts', line: 9, body: 'Two' },
      { path: 'a.ts', line: 10, body: 'One' },
    ]);
    expect(pull.comments).toEqual(['a.ts:10 One', 'a.ts:9 Two']);
  });

  test('may be NDJSON, and nothing at all is no error', async () => {
    const pull = await open();
    const two =
      '{"path": "a.ts", "line": 9, "body": "One"}\n\n{"path": "a.ts", "line": 10, "body": "Two"}\n';
    expect(answer(await review(pull, two))).toMatchObject({ posted: 2, verdict_status: 'none' });
    const none = await review(pull, []);
    expect(none).toMatchObject({ exitCode: 0, stderr: '' });
    expect(answer(none)).toMatchObject({ posted: 0, items: [] });
    expect(pull.comments).toHaveLength(2);
  });

  test('null stands for what is absent', async () => {
    const pull = await open();
    const one = {
      path: 'a.ts',
      line: 10,
      start_line: null,
      side: null,
      anchor: null,
      suggestion: null,
      severity: null,
      body: 'One',
    };
    expect(answer(await review(pull, [one]))).toMatchObject({ posted: 1 });
  });

  test('take a request for each, and a few besides, however many there are', async () => {
    const pull = await PullDesk.open(desk, { 'a.ts': '' }, { 'a.ts': lines(1000) });
    const findings = Array.from({ length: 1000 }, (_, at) => ({
      path: 'a.ts',
      line: at + 1,
      body: `Finding ${(at % 10) + 1}`,
    }));
    const ran = await review(pull, findings, '--approve');
    expect(answer(ran)).toMatchObject({ posted: 1000, verdict_status: 'sent' });
    expect(ran.stderr).toMatch(/^1000 comments come near the 1,000 requests an hour/);
    expect(desk.requests.filter(({ server }) => server === 'api').length).toBeLessThan(1012);
    expect(pull.comments[999]).toBe('a.ts:1000 Finding 10');
    const again = await review(pull, findings, '--approve');
    expect(answer(again).items).toHaveLength(1000);
    expect(answer(again)).toMatchObject({ posted: 0, already: 1000, verdict_status: 'already' });
    expect(answer(again).items.every((item: object) => !('why' in item))).toBe(true);
  }, 180_000);
});

describe('findings that are not right', () => {
  test.each([
    ['{', 2, /is no JSON/],
    ['{"path": "a.ts"}\nboom\n', 2, /line 2 is no JSON/],
    ['', 2, /Standard input is no JSON: .*\[\] for none/s],
    ['null', 2, /Standard input is null, not an object\.\nhint: Give a JSON list/],
    ['[5]', 2, /findings, item 1 must be an object/],
    ['[{"body": "x"}]', 2, /findings, item 1: path is missing/],
    [
      '[{"path": "a", "body": "x", "lines": 3}]',
      2,
      /findings, item 1: unknown field lines\.\nhint: An item has path, line, start_line,/,
    ],
    ['[{"path": "a", "body": "x", "line": 0}]', 2, /findings, item 1: line must be at least 1/],
    ['[{"path": "a", "body": "x", "line": "7"}]', 2, /findings, item 1: line must be a number/],
    ['[{"path": "a", "body": "x", "side": "up"}]', 2, /side must be one of new, old, RIGHT, LEFT/],
  ])('%s sends nothing', async (findings, exitCode, said) => {
    const ran = await desk.bbx(
      ['pr', 'review', '42', '-R', 'acme/backend-api', '--findings', '-'],
      { stdin: findings },
    );
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stderr).toMatch(said);
    expect(desk.asked).toEqual([]);
  });

  test('many mistakes are counted', async () => {
    const findings = JSON.stringify(Array.from({ length: 9 }, () => ({ path: 'a', body: 5 })));
    const ran = await desk.bbx(
      ['pr', 'review', '42', '-R', 'acme/backend-api', '--findings', '-'],
      { stdin: findings },
    );
    expect(ran.stderr).toContain('item 3: body must be text; and 6 more mistakes.');
  });

  test('a file that is not there is named', async () => {
    const ran = await desk.bbx(['pr', 'review', '42', '--findings', 'none.json']);
    expect(ran).toMatchObject({ exitCode: 6 });
    expect(ran.stderr).toContain('Not a readable file: none.json.');
  });

  const BAD = [
    { path: 'a.ts', line: 10, body: 'Good' },
    { path: 'a.ts', line: 25, body: 'Outside' },
    { path: 'A.ts', line: 10, body: 'Unknown' },
    { path: 'logo.png', line: 1, body: 'Binary' },
  ];
  const openBad = async () =>
    await PullDesk.open(
      desk,
      { 'a.ts': lines(40), 'logo.png': Uint8Array.of(0, 1) },
      { 'a.ts': lines(40, { 10: 'ten' }), 'logo.png': Uint8Array.of(0, 2) },
    );

  test('one without a place holds all back, and each item says why', async () => {
    const pull = await openBad();
    const ran = await review(pull, BAD, '--approve');
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(
      'error: 3 of 4 findings have no place in the diff: nothing was sent.',
    );
    expect(answer(ran)).toMatchObject({
      verdict_status: 'held back',
      posted: 0,
      not_placed: 3,
      items: [
        { status: 'not tried' },
        {
          status: 'not placed',
          why: 'Line 25 is outside the diff of a.ts, which shows 7-13.',
          nearest: ['a.ts:13'],
        },
        { status: 'not placed', why: 'A.ts is not in the diff.', nearest: ['a.ts'] },
        { status: 'not placed', why: 'logo.png is binary, and the diff shows no lines of it.' },
      ],
    });
    expect(writes()).toEqual([]);
  });

  test('--partial sends the others, and holds an approval back', async () => {
    const pull = await openBad();
    const shown = await review(pull, BAD, '--approve', '--partial', '-n');
    expect(shown).toMatchObject({ exitCode: 3 });
    expect(answer(shown)).toMatchObject({ verdict_status: 'held back', to_post: 1 });
    const ran = await review(pull, BAD, '--approve', '--partial');
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toMatch(
      /^error: 3 of 4 findings have no place in the diff: the approval is held back\.\nhint: .* Correct each/,
    );
    expect(answer(ran)).toMatchObject({ verdict_status: 'held back', posted: 1, not_placed: 3 });
    expect(pull.comments).toEqual(['a.ts:10 Good']);
    expect(pull.verdict).toBeNull();
  });

  test('--partial sends a request for changes with something that says which, and no other', async () => {
    const pull = await openBad();
    const flags = ['--request-changes', '--partial'];
    for (const given of [flags, ['--approve', '--partial'], ['--partial']]) {
      const bare = await review(pull, BAD.slice(1), ...given);
      expect(bare.exitCode).toBe(3);
      expect(bare.stderr).toContain('3 of 3 findings have no place in the diff: nothing was sent.');
      expect(bare.stderr).not.toContain('--partial');
    }
    expect(writes()).toEqual([]);
    const ran = await review(pull, BAD, ...flags);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).toBe('3 of 4 findings had no place and were left out.\n');
    expect(answer(ran)).toMatchObject({ verdict_status: 'sent', posted: 1, not_placed: 3 });
    const words = await review(await openBad(), BAD.slice(1), ...flags, '-b', 'Please look');
    expect(answer(words)).toMatchObject({ verdict_status: 'sent', body: 'posted' });
  });

  test('renamed, removed, CRLF and Latin-1 files and those without an end take comments', async () => {
    const pull = await PullDesk.open(
      desk,
      {
        'old name.ts': lines(30),
        'gone.ts': 'gone\n',
        'crlf.ts': 'one\r\ntwo\r\n',
        'latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
        'open.ts': 'one\ntwo',
      },
      {
        'old name.ts': null,
        'new name.ts': lines(30, { 5: 'five' }),
        'gone.ts': null,
        'crlf.ts': 'one\r\nzwei\r\n',
        'latin.txt': Buffer.from('th\xe9\n', 'latin1'),
        'open.ts': 'one\nzwei',
      },
    );
    const ran = await review(pull, [
      { path: 'old name.ts', anchor: 'five', body: 'Renamed' },
      { path: 'gone.ts', line: 1, body: 'Removed' },
      { path: 'crlf.ts', anchor: 'zwei', body: 'CRLF', suggestion: 'drei' },
      { path: 'latin.txt', anchor: 'th\u00e9', body: 'Latin' },
      { path: 'open.ts', line: 2, body: 'Open' },
    ]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(pull.comments).toEqual([
      'new name.ts:5 Renamed',
      'gone.ts:1 old Removed',
      'crlf.ts:2 CRLF\n\n```suggestion\ndrei\n```',
      'latin.txt:1 Latin',
      'open.ts:2 Open',
    ]);
  });

  test('nothing that Bitbucket would hide is sent: it would have taken it', async () => {
    const pull = await open();
    const hidden = { path: 'a.ts', line: 39, body: 'Hidden' };
    expect((await review(pull, [hidden])).exitCode).toBe(3);
    const raw = ['-f', 'content[raw]=Hidden', '-f', 'inline[path]=a.ts', '-F', 'inline[to]=39'];
    const at = `/repositories/acme/backend-api/pullrequests/${pull.id}/comments`;
    expect((await desk.bbx(['post', at, ...raw])).exitCode).toBe(0);
  });
});

describe('a pull request', () => {
  test('that is closed takes comments, and of a verdict that is said before', async () => {
    const pull = await open();
    pull.kept.state = 'DECLINED';
    const findings = [{ path: 'a.ts', line: 10, body: 'Late' }];
    const ran = await review(pull, findings, '--approve');
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toBe(
      `error: Pull request ${pull.id} is declined: no verdict can be given.\nhint: It still takes comments: leave the verdict away to post them. Nothing was sent.\n`,
    );
    expect(writes()).toEqual([]);
    expect(answer(await review(pull, findings))).toMatchObject({ posted: 1 });
  });

  test('that is a draft is reviewed like others', async () => {
    const pull = await open();
    pull.kept.draft = true;
    const findings = [{ path: 'a.ts', line: 10, body: 'Early' }];
    expect(answer(await review(pull, findings, '--approve'))).toMatchObject({
      verdict_status: 'sent',
    });
  });

  test('whose source branch is gone has no diff, and takes words', async () => {
    const pull = await open();
    await pull.moveBranch('nowhere');
    const ran = await review(pull, [{ path: 'a.ts', line: 10, body: 'Late' }]);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(
      `error: Pull request ${pull.id} has no diff to comment on.\nhint: Its source branch ${pull.branch} is gone`,
    );
    expect(answer(await review(pull, undefined, '--comment', '--body', 'Why?'))).toMatchObject({
      body: 'posted',
    });
    expect(pull.comments).toEqual(['Why?']);
  });

  test('that goes away while it is read is said to be so, and not its branch', async () => {
    const pull = await open();
    const at = new RegExp(`/pullrequests/${pull.id}$`);
    const gone = { status: 404, times: 99 };
    desk.sandbox.faults.add({ method: 'GET', path: at });
    desk.sandbox.faults.add({ method: 'GET', path: at, ...gone });
    desk.sandbox.faults.add({ path: `/pullrequests/${pull.id}/diff`, ...gone });
    const ran = await review(pull, [{ path: 'a.ts', line: 10, body: 'Late' }]);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(`There is no pull request ${pull.id} in acme/backend-api.`);
    expect(ran.stderr).not.toContain('source branch');
  });

  test('without commits changes no file', async () => {
    const pull = await open();
    await pull.moveBranch('base');
    const ran = await review(pull, [{ path: 'a.ts', line: 10, body: 'Late' }]);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('The pull request changes no file.');
  });

  test('that is not there is said to be so', async () => {
    const ran = await desk.bbx(['pr', 'review', '9999', '-R', 'acme/backend-api', '--approve']);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('There is no pull request 9999 in acme/backend-api.');
  });
});

describe('flags', () => {
  test('give a verdict, once, and take it back', async () => {
    const pull = await open();
    const verdicts = [];
    for (const flag of ['--approve', '--approve', '-r', '--unapprove', '--unapprove']) {
      const body = flag === '-r' ? ['-b', 'Please change it'] : [];
      const { verdict_status } = answer(await review(pull, undefined, flag, ...body));
      verdicts.push([verdict_status, pull.verdict]);
    }
    expect(verdicts).toEqual([
      ['sent', 'approved'],
      ['already', 'approved'],
      ['sent', 'changes_requested'],
      ['sent', null],
      ['already', null],
    ]);
    expect(pull.comments).toEqual(['Please change it']);
  });

  test('take the body from a file, or from standard input', async () => {
    const pull = await open();
    const args = ['pr', 'review', String(pull.id), '-R', 'acme/backend-api', '-c', '-F', '-'];
    const ran = await desk.bbx(args, { stdin: 'From\r\na pipe\n' });
    expect(answer(ran)).toMatchObject({ body: 'posted', verdict_status: 'none' });
    expect(pull.comments).toEqual(['From\r\na pipe']);
    const empty = await desk.bbx(args, { stdin: ' \n' });
    expect(empty.stderr).toContain('The body is empty.');
  });

  test.each([
    [[], /Nothing says what the review is\.\nhint: Give --findings, --approve.* needs a terminal/],
    [['-n'], /The screen needs a terminal on both sides \(no pipe, and not TERM=dumb\)/],
    [['-a', '-r', '-b', 'x'], /A review has one verdict, not approve and request changes/],
    [['-c', '-a', '-b', 'x'], /A review has one verdict, not approve and comment/],
    [['-r'], /Changes are requested, and nothing says which\.\nhint: Give --findings or --body/],
    [['-c'], /There is no comment to make/],
    [['-c', '-b', '  '], /There is no comment to make/],
    [['-c', '-b', 'x', '-F', 'y'], /--body and --body-file are both given/],
    [['-c', '-F', 'none.md'], /none\.md cannot be read/],
    [['--apply', 'p', '-a'], /A plan is applied as it is, not with --approve/],
    [['--apply', 'p', '--plan', 'q'], /not with --plan/],
    [['--apply', 'p', '--commit', 'abcdef0'], /not with --commit/],
    [['--findings', '-', '-F', '-'], /^error: --findings - and --body-file - both read standard/],
  ])('%j ask for nothing', async (flags, said) => {
    const ran = await desk.bbx(['pr', 'review', '42', '-R', 'acme/backend-api', ...flags]);
    expect([2, 6]).toContain(ran.exitCode);
    expect(ran.stderr).toMatch(said);
    expect(desk.asked).toEqual([]);
  });

  test('work with an access token, which is nobody', async () => {
    const pull = await open();
    const env = {
      ATLASSIAN_USER_EMAIL: undefined,
      ATLASSIAN_API_TOKEN: undefined,
      BITBUCKET_ACCESS_TOKEN: desk.sandbox.credentials.accessToken.token,
    };
    const args = ['pr', 'review', String(pull.id), '-R', 'acme/backend-api', '--findings', '-'];
    const stdin = JSON.stringify([{ path: 'a.ts', line: 10, body: 'Why?' }]);
    const all = { ...desk.env, ...env };
    const first = await run(args, { env: all, stdin });
    expect(first).toMatchObject({ exitCode: 0 });
    expect(answer(await run(args, { env: all, stdin }))).toMatchObject({ posted: 0, already: 1 });
  });
});

test('--dry-run sends nothing, and shows what each comment would stand on', async () => {
  const pull = await open();
  const ran = await review(pull, [{ path: 'a.ts', line: 10, body: 'Why?' }], '--approve', '-n');
  expect(answer(ran)).toMatchObject({
    verdict: 'approve',
    to_post: 1,
    items: [{ item: 1, path: 'a.ts', line: 10, status: 'to post', on: 'ten' }],
  });
  expect(writes()).toEqual([]);
});
