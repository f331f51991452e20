import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import type { Planned } from '../../../src/core/operation.ts';
import { review } from '../../../src/operations/pr/review.ts';
import type { Ran } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { homeForTest } from '../../support/home.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

/** Lines 1 to 40, some said otherwise, with others above them. */
const lines = (other: Readonly<Record<number, string>> = {}, above = '') =>
  above + Array.from({ length: 40 }, (_, at) => `${other[at + 1] ?? `line ${at + 1}`}\n`).join('');

const BEFORE = { 'a.ts': lines() };
const AFTER = { 'a.ts': lines({ 10: 'ten' }) };
/** The same with three lines more at its top. */
const SHIFTED = { 'a.ts': lines({ 10: 'ten' }, 'new 1\nnew 2\nnew 3\n') };
const GONE = { 'a.ts': lines({ 10: 'zehn' }) };

const FINDING = { path: 'a.ts', line: 10, body: 'Why ten?' };

const open = async () => await PullDesk.open(desk, BEFORE, AFTER);
const answer = ({ stdout }: Ran) => JSON.parse(stdout.toString());

/** Runs the program with a memory: each run has a home of its own, but not in here. */
const withMemory =
  (folder: string) =>
  async (pull: PullDesk, findings: unknown, ...flags: string[]) =>
    await desk.bbx(
      ['pr', 'review', String(pull.id), '-R', 'acme/backend-api', '--findings', '-', ...flags],
      { stdin: JSON.stringify(findings), env: { XDG_STATE_HOME: folder } },
    );

/** The flags of a run that remembers places, and sends nothing. */
const planning = () => ['--plan', join(homeForTest().path, 'review.plan')];

describe('new commits between two runs', () => {
  test('a finding with only a line number goes where its text has gone', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    await run(pull, [FINDING], ...planning());
    await pull.push(SHIFTED);
    expect(answer(await run(pull, [FINDING]))).toMatchObject({
      posted: 1,
      items: [{ line: 13, why: 'Given as line 10: its text is on line 13.' }],
    });
    expect(pull.comments).toEqual(['a.ts:13 Why ten?']);
  });

  test('a mere look remembers nothing: a line is what it is when something is sent', async () => {
    const { path } = homeForTest();
    const run = withMemory(path);
    const pull = await open();
    await run(pull, [FINDING], '--dry-run');
    expect(existsSync(join(path, 'bbx', 'reviews'))).toBe(false);
    await pull.push(SHIFTED);
    expect(answer(await run(pull, [FINDING]))).toMatchObject({ posted: 1, items: [{ line: 10 }] });
  });

  test('findings with the commit that they were made on are refused on another', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    const { commit } = answer(await run(pull, [FINDING], '--dry-run'));
    const at = ['--commit', commit, '--approve'];
    expect(answer(await run(pull, [FINDING], ...at, '-n'))).toMatchObject({ to_post: 1 });
    await pull.push(SHIFTED);
    const ran = await run(pull, [FINDING], ...at);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toMatch(
      /^error: Pull request \d+ is at [0-9a-f]{12} now, not at [0-9a-f]{12}: nothing was sent\.\nhint: Hold the findings/,
    );
    expect(pull.comments).toEqual([]);
    const now = answer(await run(pull, [FINDING], '-n')).commit;
    const long = `${now.toUpperCase()}${'0'.repeat(28)}`;
    expect((await run(pull, [FINDING], '--commit', long, '-n')).exitCode).toBe(0);
    for (const none of ['', 'HEAD', now.slice(0, 6)]) {
      const refused = await run(pull, [FINDING], '--commit', none);
      expect(refused).toMatchObject({ exitCode: 2 });
      expect(refused.stderr).toContain('Not a commit: ');
    }
  });

  test('what was posted before them is not posted again', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    await run(pull, [FINDING]);
    await pull.push(SHIFTED);
    const again = await run(pull, [FINDING, { ...FINDING, line: 14, body: 'New' }]);
    expect(answer(again)).toMatchObject({ posted: 1, already: 1 });
    expect(pull.comments).toEqual(['a.ts:10 Why ten?', 'a.ts:14 New']);
  });

  test('what was posted before them stands also when its lines are gone', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    await run(pull, [FINDING]);
    await pull.push({ 'a.ts': lines({ 30: 'thirty' }) });
    expect(answer(await run(pull, [FINDING]))).toMatchObject({ posted: 0, already: 1 });
  });

  test('what was posted elsewhere than it was given stands, also with other words by now', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    await run(pull, [FINDING], ...planning());
    await pull.push(SHIFTED);
    await run(pull, [FINDING]);
    const [comment] = pull.kept.comments;
    if (comment) comment.raw = 'Why ten, and not eleven?';
    await pull.push({ 'a.ts': lines({ 30: 'thirty' }) });
    const again = answer(await run(pull, [FINDING]));
    expect(again).toMatchObject({ posted: 0, already: 1, items: [{ line: 13, id: comment?.id }] });
    expect(pull.comments).toHaveLength(1);
    if (comment) comment.deleted = true;
    expect((await run(pull, [{ ...FINDING, line: 30 }])).exitCode).toBe(0);
    expect(pull.comments).toEqual(['a.ts:30 Why ten?']);
  });

  test('a finding whose lines are gone is reported, not put somewhere else', async () => {
    const run = withMemory(homeForTest().path);
    const pull = await open();
    await run(pull, [FINDING], ...planning());
    await pull.push(GONE);
    const ran = await run(pull, [FINDING]);
    expect(ran.exitCode).toBe(3);
    expect(answer(ran).items[0].why).toBe(
      'Line 10 of a.ts said "ten" when this was first prepared, and no line in the diff does now: give an anchor or a new line.',
    );
    expect(pull.comments).toEqual([]);
    const anchored = await run(pull, [{ ...FINDING, anchor: 'zehn' }]);
    expect(answer(anchored)).toMatchObject({ posted: 1 });
  });

  test('a memory that is damaged is begun anew, and one that cannot be kept is none', async () => {
    const { path, put } = homeForTest();
    const run = withMemory(path);
    const pull = await open();
    await run(pull, [FINDING], ...planning());
    const folder = join(path, 'bbx', 'reviews');
    const [file = ''] = readdirSync(folder);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    writeFileSync(join(folder, file), '{"version": 1, "find');
    const ran = await run(pull, [FINDING], ...planning());
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stderr).toMatch(
      /^What bbx remembers of this review cannot be read .*begun anew\.\n$/,
    );
    expect((await run(pull, [FINDING], ...planning())).stderr).toBe('');
    const blocked = await withMemory(put('file', 'no folder'))(pull, [FINDING]);
    expect(blocked).toMatchObject({ exitCode: 0 });
    expect(blocked.stderr).toContain('cannot be remembered');
    expect(answer(blocked)).toMatchObject({ posted: 1 });
  });
});

describe('new commits between the preview and the sending', () => {
  async function planned(
    pull: PullDesk,
    input: object,
  ): Promise<{ plan: Planned; notes: string[] }> {
    const notes: string[] = [];
    const context = testContext(desk.sandbox.url, {
      environment: { ...desk.env, XDG_STATE_HOME: homeForTest().path },
      repository: 'acme/backend-api',
      notes,
    });
    const plan = await review.plan?.({ pr: String(pull.id), ...input }, context);
    if (plan === undefined) throw new Error('a review is planned');
    return { plan, notes };
  }
  const dataOf = (given: Answer) => (given.kind === 'data' ? given.data : undefined);

  test('each comment goes where its lines have gone', async () => {
    const pull = await open();
    const findings = [
      { path: 'a.ts', start_line: 9, line: 10, body: 'Range' },
      { path: 'a.ts', anchor: 'line 12', body: 'Anchor' },
      { path: 'a.ts', line: 10, side: 'old', body: 'Old' },
    ];
    const { plan, notes } = await planned(pull, { findings, approve: true });
    expect(plan.question).toMatch(/^Post 3 comments and approve: acme\/backend-api #\d+\?$/);
    await pull.push(SHIFTED);
    const done = await plan.perform();
    expect(dataOf(done)).toMatchObject({ posted: 3, verdict_status: 'sent' });
    expect(pull.comments).toEqual(['a.ts:12-13 Range', 'a.ts:15 Anchor', 'a.ts:10 old Old']);
    expect(notes.join()).toContain('placed again by the text of their lines');
  });

  test('nothing is sent when a line is gone', async () => {
    const pull = await open();
    const findings = [{ ...FINDING, line: 9, body: 'Fine' }, FINDING];
    const { plan } = await planned(pull, { findings, approve: true });
    await pull.push(GONE);
    const done = await plan.perform();
    expect(dataOf(done)).toMatchObject({
      posted: 0,
      verdict_status: 'held back',
      items: [{ status: 'not tried' }, { status: 'not placed' }],
    });
    expect(done.kind === 'data' && done.problem?.exitCode).toBe(3);
    expect(pull.comments).toEqual([]);
    expect(pull.verdict).toBeNull();
  });

  test('nothing is sent when the findings name their commit', async () => {
    const pull = await open();
    const shown = await planned(pull, { findings: [FINDING] });
    const commit: unknown = Reflect.get(Object(dataOf(shown.plan.preview)), 'commit');
    const { plan } = await planned(pull, { findings: [FINDING], commit });
    await pull.push(SHIFTED);
    await expect(plan.perform()).rejects.toThrow(/: nothing was sent\./);
    expect(pull.comments).toEqual([]);
  });

  test('nothing is sent when the pull request was closed, and a verdict is to be given', async () => {
    const pull = await open();
    const { plan } = await planned(pull, { findings: [FINDING], approve: true });
    pull.kept.state = 'MERGED';
    await expect(plan.perform()).rejects.toThrow(/is merged: no verdict can be given/);
    expect(pull.comments).toEqual([]);
  });

  test('a comment that somebody else has posted as me meanwhile is the one that a re-read finds', async () => {
    const pull = await open();
    const { plan } = await planned(pull, { findings: [FINDING] });
    const other = await planned(pull, { findings: [FINDING] });
    await other.plan.perform();
    await pull.push(SHIFTED);
    expect(dataOf(await plan.perform())).toMatchObject({ posted: 0, already: 1 });
    expect(pull.comments).toHaveLength(1);
  });
});

describe('a plan', () => {
  const plan = async (
    pull: PullDesk,
    file: string,
    findings: unknown = [FINDING],
    ...flags: string[]
  ) =>
    await desk.bbx(
      [
        'pr',
        'review',
        String(pull.id),
        '-R',
        'acme/backend-api',
        '--findings',
        '-',
        '--plan',
        file,
        ...flags,
      ],
      { stdin: JSON.stringify(findings) },
    );
  const apply = async (file: string, ...flags: string[]) =>
    await desk.bbx(['pr', 'review', '--apply', file, ...flags]);

  test('is sent as it was shown, once', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const pull = await open();
    const written = await plan(
      pull,
      file,
      [FINDING, { ...FINDING, line: 9, body: 'Nine' }],
      '-a',
      '-b',
      'Fine',
    );
    expect(answer(written)).toMatchObject({
      pull_request: pull.id,
      comments: 2,
      verdict: 'approve',
    });
    expect(pull.comments).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const first = await apply(file);
    expect(answer(first)).toMatchObject({ posted: 2, body: 'posted', verdict_status: 'sent' });
    expect(pull.comments).toEqual(['a.ts:10 Why ten?', 'a.ts:9 Nine', 'Fine']);
    const again = await apply(file, '-R', 'acme/backend-api');
    expect(answer(again)).toMatchObject({
      posted: 0,
      already: 2,
      body: 'already there',
      verdict_status: 'already',
    });
    expect(pull.comments).toHaveLength(3);
  });

  test('can be shown again before it is sent', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const pull = await open();
    await plan(pull, file);
    const shown = answer(await apply(file, '--dry-run'));
    expect(shown).toMatchObject({ to_post: 1, items: [{ line: 10, on: 'ten' }] });
    expect(pull.comments).toEqual([]);
  });

  test('that was altered is refused, whatever was altered', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const pull = await open();
    await plan(pull, file, [FINDING], '--approve');
    const whole = readFileSync(file, 'utf8');
    const forms = [
      whole.replace('Why ten?', 'Why 10?'),
      whole.replace('"line": 10', '"line": 9'),
      whole.replace('"verdict": "approve",', ''),
      whole.replace('"digest": "', '"digest": "0'),
      whole.replace('{', '{"more": 1,'),
    ];
    for (const text of forms) {
      expect(text).not.toBe(whole);
      writeFileSync(file, text);
      const ran = await apply(file);
      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain('was altered since it was written.');
    }
    for (const text of ['', '{}', '[1]', 'text']) {
      writeFileSync(file, text);
      expect((await apply(file)).stderr).toContain('is no plan of a review.');
    }
    // Laid out otherwise it is the same.
    writeFileSync(file, JSON.stringify(JSON.parse(whole)));
    expect(await apply(file)).toMatchObject({ exitCode: 0 });
  });

  test('is for one pull request, one repository and one Bitbucket', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const pull = await open();
    await plan(pull, file);
    const to = async (...words: string[]) =>
      (await desk.bbx(['pr', 'review', ...words, '--apply', file])).stderr;
    expect(await to('42')).toContain(`The plan is for pull request ${pull.id}, not 42.`);
    expect(await to('-R', 'acme/web')).toContain('The plan is for acme/backend-api, not acme/web.');
    const page = `${desk.sandbox.gitUrl}/acme/web/pull-requests/${pull.id}`;
    expect(await to(page)).toContain('The plan is for acme/backend-api, not acme/web.');
    expect(await to(page.replace(/web\/.*/, 'backend-api/pull-requests/42'))).toContain('not 42.');
    const other = await desk.bbx(['pr', 'review', '--apply', file], {
      env: { BBX_API_URL: 'http://127.0.0.1:9' },
    });
    expect(other.stderr).toContain(`The plan is for ${desk.sandbox.url}, not http://127.0.0.1:9.`);
    expect(pull.comments).toEqual([]);
    expect((await desk.bbx(['pr', 'review', `#${pull.id}`, '--apply', file])).exitCode).toBe(0);
  });

  test('is for one commit, and for one diff', async () => {
    const { path } = homeForTest();
    const file = join(path, 'review.plan');
    const pull = await open();
    await plan(pull, file);
    await pull.push(SHIFTED);
    const moved = await apply(file);
    expect(moved.exitCode).toBe(3);
    expect(moved.stderr).toMatch(/Its source is at [0-9a-f]{12} now\.\nhint: Make the plan anew/);
    await plan(pull, file);
    pull.kept.destination.branch = 'main';
    expect((await apply(file)).stderr).toContain('It goes into main now.');
    expect(pull.comments).toEqual([]);
  });

  test('does not go over a file that is none, nor to where there is no folder', async () => {
    const { path, put } = homeForTest();
    const pull = await open();
    const kept = put('notes.md', 'mine');
    expect((await plan(pull, kept)).stderr).toContain('is there already, and is no plan of bbx.');
    expect(readFileSync(kept, 'utf8')).toBe('mine');
    const ran = await plan(pull, join(path, 'none', 'review.plan'));
    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('(ENOENT)');
    mkdirSync(join(path, 'folder'));
    expect((await plan(pull, join(path, 'folder'))).exitCode).toBe(6);
    expect((await plan(pull, '-')).exitCode).toBe(2);
  });

  test('is not written while a finding has no place', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const pull = await open();
    const findings = [FINDING, { ...FINDING, line: 30 }];
    const ran = await plan(pull, file, findings);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('Finding 2 of 2 has no place in the diff');
    expect(answer(ran)).toMatchObject({ to_post: 1, not_placed: 1 });
    expect(existsSync(file)).toBe(false);
    expect(answer(await plan(pull, file, findings, '--partial'))).toMatchObject({ comments: 1 });
    const held = await plan(pull, file, findings, '--partial', '--approve');
    expect(answer(held)).toMatchObject({ comments: 1, verdict: 'held back' });
    expect(held.stderr).toContain('the approval is held back.');
    expect(readFileSync(file, 'utf8')).not.toContain('approve');
    const bare = await plan(pull, file, [findings[1]], '--partial', '--request-changes');
    expect(bare).toMatchObject({ exitCode: 3 });
  });

  test('is written or only shown, not both', async () => {
    const file = join(homeForTest().path, 'review.plan');
    const ran = await plan(await open(), file, [FINDING], '--dry-run');
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(/^error: --plan and --dry-run are both given\.\n/);
    expect(existsSync(file)).toBe(false);
  });
});
