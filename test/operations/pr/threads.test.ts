import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { postComment } from '../../../src/core/bitbucket/threads.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { undescribed } from '../../support/described-requests.ts';
import { startMcp } from '../../support/mcp.ts';
import { pushCommit } from '../../support/push-commit.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';

const desk = sandboxForFile({ described: true });
const PULL = '/repositories/acme/backend-api/pullrequests/42';
const R = ['-R', 'acme/backend-api'];
const name = { workspace: 'acme', repo: 'backend-api', id: 42 };
const threads = async (args: readonly string[] = [], options?: RunOptions) =>
  await desk.bbx(['pr', 'threads', '42', ...args, ...R], options);
const writes = () => desk.asked.filter((line) => !line.startsWith('GET'));

interface Row {
  readonly id: number;
  readonly [name: string]: unknown;
}

/** The rows that a run printed, whatever its exit code. */
async function rows(args: readonly string[] = []): Promise<readonly Row[]> {
  const { stdout } = await threads(args);
  return Object(JSON.parse(stdout.toString())).values;
}

/** Starts a thread as whoever is signed in; its id. */
async function begin(text: string, line = 3): Promise<number> {
  const place = { path: 'src/auth/jwt.ts', side: 'new', line } as const;
  return (await postComment(sandboxContext(desk.sandbox), name, { text, place })).id;
}

describe('pr threads lists', () => {
  test('the unresolved ones on the diff, with code, author, text and the newest answer', async () => {
    const ran = await threads();
    const [first] = Object(json(ran)).values;
    expect(first).toEqual({
      id: expect.any(Number),
      path: 'src/auth/jwt.ts',
      line: expect.any(Number),
      start_line: null,
      side: 'new',
      code: 'const key = keys.find((one) => one.id === kid) ?? keys[0];',
      author: 'Tom Becker',
      text: expect.stringContaining('hides a forged header'),
      replies: 2,
      last_reply: 'Tom Becker: Please do, then I am happy.',
      state: 'open',
      last_on: expect.stringContaining('2026-11'),
    });
    expect(ran.stderr).toMatch(/Not shown: 2 general; all shows them\./);
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test('--all also what is resolved or general, --resolved the others, --mine those I began', async () => {
    const mine = await begin('Mine, and done');
    expect((await threads(['--resolve', String(mine)])).exitCode).toBe(0);
    const states = async (...args: string[]) => (await rows(args)).map(({ state }) => state);
    expect(await states('--all')).toEqual(['general', 'open', 'general', 'resolved']);
    expect(await states('--resolved')).toEqual(['resolved']);
    expect((await rows(['--mine', '--resolved'])).map(({ id }) => id)).toEqual([mine]);
    expect(await states('--mine')).toEqual([]);
  });

  test('--since-push what came after the newest commit of the branch, general ones too', async () => {
    const before = (await rows(['--since-push'])).length;
    expect(before).toBeGreaterThan(0);
    await pushCommit(desk.sandbox, 'feature/JWT-rotation');
    expect(await rows(['--since-push'])).toEqual([]);
    const id = await begin('After the push');
    const ran = await threads(['--since-push']);
    expect(Object(json(ran)).values.map((row: Row) => row.id)).toEqual([id]);
    expect(ran.stderr).toMatch(/The last push was on 2026-11-\d\dT[\d:]+Z\./);
    await threads(['--resolve', String(id)]);
  });

  test('so many as --limit says, and how many there are', async () => {
    const ids = [await begin('First'), await begin('Second')];
    const ran = await threads(['--limit', '1']);
    const { size, values } = Object(json(ran));
    expect([values.length, size]).toEqual([1, (await rows()).length]);
    expect(ran.stderr).toContain(`1 of ${size} shown; --limit N shows more`);
    const refused = await threads(['--limit', '1', '--resolve', String(ids[0])]);
    expect(refused.stderr).toContain('--limit and --reply, --resolve or --reopen do not go');
    await threads(['--resolve', ids.join()]);
  });

  test('a person reads where, who, what, and nothing that commands the terminal', async () => {
    const id = await begin('Bad \u001b[31mnews\u202e\nsecond line');
    const { stdout } = await threads(['-o', 'table']);
    const text = stdout.toString();
    expect(text).toContain(`${id}  src/auth/jwt.ts:3  Maya Alvarez, `);
    expect(text).toContain('    Bad ^[[31mnews<U+202E>\n    second line');
    expect(text).toContain('    > Tom Becker: Please do, then I am happy.');
    for (const sign of ['\u001b', '\u202e']) expect(text).not.toContain(sign);
    await threads(['--resolve', String(id)]);
  });

  test('a terminal with colours has the places strong; without colours there are none', async () => {
    const env = { FORCE_COLOR: '1' };
    const coloured = (await threads(['-o', 'table'], { env })).stdout.toString();
    expect(coloured).toContain('\u001b[1msrc/auth/jwt.ts:23\u001b[22m');
    expect((await threads(['-o', 'table'])).stdout.toString()).not.toContain('\u001b');
  });

  test('a diff that cannot be read keeps no thread back', async () => {
    desk.sandbox.faults.add({ path: '/diff', status: 500, times: 9 });
    const ran = await threads();
    expect(Object(json(ran)).values[0]).toMatchObject({ code: null, path: 'src/auth/jwt.ts' });
    expect(ran.stderr).toContain('The code is not shown');
  });
});

describe('pr threads answers, resolves and reopens', () => {
  test('several in one call, each reported; what is so already is fine', async () => {
    const [one, two, done] = [await begin('One'), await begin('Two'), await begin('Done')];
    await threads(['--resolve', String(done)]);
    const before = writes().length;
    const ran = await threads([
      ...['--reply', String(one), '--body', 'Fixed.'],
      ...['--resolve', `${one},${two}`, '--resolve', String(done)],
    ]);
    expect(json(ran)).toEqual({
      values: [
        {
          ...{ id: one, action: 'reply', result: 'done' },
          ...{ made: expect.any(Number), url: expect.stringContaining('#comment-') },
        },
        { id: one, action: 'resolve', result: 'done' },
        { id: two, action: 'resolve', result: 'done' },
        { id: done, action: 'resolve', result: 'already' },
      ],
    });
    expect(writes().slice(before)).toEqual([
      `POST ${PULL}/comments`,
      `POST ${PULL}/comments/${one}/resolve`,
      `POST ${PULL}/comments/${two}/resolve`,
    ]);
    expect((await rows(['--reopen', `${one},${one}`])).map(({ result }) => result)).toEqual([
      'done',
    ]);
    expect((await rows(['--reopen', String(one)]))[0]).toMatchObject({ result: 'already' });
    await threads(['--resolve', String(one)]);
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test('an answer stands for its thread', async () => {
    const root = await begin('Root');
    const [reply] = await rows(['--reply', String(root), '--body', 'Answer']);
    expect(await rows(['--resolve', String(reply?.made)])).toMatchObject([{ result: 'done' }]);
    expect(writes()).toContain(`POST ${PULL}/comments/${root}/resolve`);
  });

  test('a general comment and an unknown id are reported, and the others are done', async () => {
    const fine = await begin('Fine');
    const general = (await rows(['--all'])).find(({ state }) => state === 'general')?.id ?? 0;
    const ran = await threads(['--resolve', `999999,${general},${fine}`]);
    expect(ran.exitCode).toBe(3);
    expect(JSON.parse(ran.stdout.toString()).values).toMatchObject([
      { id: 999_999, result: 'failed', error: 'Pull request 42 has no comment 999999.' },
      { id: general, result: 'failed', error: expect.stringContaining('only threads on the diff') },
      { id: fine, result: 'done' },
    ]);
    expect(ran.stderr).toContain('2 of 3 not done');
    const alone = await threads(['--resolve', String(general)]);
    expect(alone.exitCode).toBe(3);
    expect(alone.stderr).toContain('Answer it instead, with reply and body.');
  });

  test('a rate limit in the middle ends it: the rest is not tried', async () => {
    const all = [await begin('A'), await begin('B'), await begin('C')];
    const limited = { status: 429, headers: { 'retry-after': '3000' }, body: '{}' };
    desk.sandbox.faults.add({ method: 'POST', path: `${all[1]}/resolve`, ...limited });
    const ran = await threads(['--resolve', all.join()]);
    expect(ran.exitCode).toBe(5);
    const results = JSON.parse(ran.stdout.toString()).values.map((row: Row) => row.result);
    expect(results).toEqual(['done', 'failed', 'not tried']);
    expect(ran.stderr).toContain('2 of 3 not done: The rate limit is reached');
    const again = await rows(['--resolve', all.join()]);
    expect(again.map(({ result }) => result)).toEqual(['already', 'done', 'done']);
  });

  test('a token that may read only', async () => {
    const id = await begin('Readable');
    const { email, token } = desk.sandbox.credentials.readOnly;
    const env = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
    // Bitbucket asks for read:pullrequest alone to resolve.
    expect((await threads(['--resolve', String(id)], { env })).exitCode).toBe(0);
    const wrong = await threads(['--resolve', String(id)], {
      env: { ATLASSIAN_API_TOKEN: 'ATATT3wrong' },
    });
    expect(wrong.exitCode).toBe(4);
  });

  test('what makes no sense is refused before anything is asked', async () => {
    const mistakes = [
      [['--reply', '5'], '--reply means nothing without --body'],
      [['--body', 'x'], '--body means nothing without --reply'],
      [['--resolve', 'x'], '--resolve takes ids, not "x".'],
      [['--resolve', '5', '--reopen', '5'], 'do not go together'],
      [['--all', '--resolve', '5'], '--all and --reply, --resolve or --reopen do not go together'],
      [['--all', '--resolved'], '--all and --resolved do not go together'],
    ] as const;
    for (const [args, said] of mistakes) {
      const { exitCode, stderr } = await threads(args);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    }
    expect(desk.requests).toEqual([]);
  });
});

test('ten threads cost a model little', async () => {
  for (let at = 0; at < 9; at += 1)
    await begin(`Thread ${at}: please handle the case of an empty list here, too.`, 3 + at);
  const mcp = await startMcp(desk.env, { tools: 'pr' });
  const { text } = await mcp.call('bb_pr_threads', { pr: '42', repo: 'acme/backend-api' });
  expect(text).toContain('Thread 8');
  const cost = encode(text).length;
  expect(cost).toBeLessThan(600);
  expect(cost).toBeGreaterThan(300);
});
