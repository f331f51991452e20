import { describe, expect, test } from 'vitest';
import type { PullRequestName } from '../../src/core/bitbucket/pull-request.ts';
import type { SendResult } from '../../src/core/review/desk.ts';
import type { Draft } from '../../src/core/review/draft.ts';
import { readDesk } from '../../src/core/review/read-desk.ts';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { PullDesk } from '../operations/pr/pull-desk.ts';
import { testContext } from '../support/context.ts';
import { homeForTest } from '../support/home.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';
import { openTerminal } from '../support/terminal.ts';

const desk = sandboxForFile({ described: true });

const lines = (ten: string, above = '') =>
  above + Array.from({ length: 20 }, (_, at) => `${at === 9 ? ten : `line ${at + 1}`}\n`).join('');

/** A pull request that changes line 10 of a.ts. */
const open = async (ten = 'zehn') =>
  await PullDesk.open(desk, { 'a.ts': lines('ten') }, { 'a.ts': lines(ten) });

const context = () =>
  testContext(desk.sandbox.url, { environment: sandboxEnvironment(desk.sandbox) });
const nameOf = ({ id }: PullDesk): PullRequestName => ({
  workspace: 'acme',
  repo: 'backend-api',
  id,
});

const comment = (id: string, body: string, line = 10): Draft => ({
  kind: 'comment',
  id,
  path: 'a.ts',
  side: 'new',
  line,
  lines: ['zehn'],
  body,
});

/** Sends drafts as the screen does, and gives the results besides what stands then. */
async function send(pull: PullDesk, items: readonly Draft[], options = {}) {
  const review = await readDesk(context(), nameOf(pull));
  const told: SendResult[] = [];
  const results = await review.send(
    { items, summary: '', verdict: 'comment', ...options },
    (result) => told.push(result),
    new AbortController().signal,
  );
  expect(told).toEqual(results);
  return { results, comments: pull.comments };
}

describe.skipIf(lacks('tmux'))('bbx pr review on a terminal', () => {
  test('opens the screen, and sends a review in one step', async () => {
    const pull = await open();
    const state = homeForTest().path;
    const terminal = await openTerminal({ ...desk.env, XDG_STATE_HOME: state });
    await terminal.enter(`bbx pr review ${pull.id} -R acme/backend-api`);
    await terminal.until(/1 file \+1 −1/);
    await terminal.press('J', ']', 'j', 'j', 'j', 'j', 'j', 'c');
    await terminal.until(/Comment on line 10/);
    await terminal.type('Why zehn?');
    await terminal.press('Enter', 'S', 'b');
    await terminal.until(/Summary: a comment/);
    await terminal.type('All in all fine.');
    await terminal.press('Enter', 'a');
    await terminal.until(/\[approve\]/);
    await terminal.press('Enter');
    await terminal.until(/Press y to send 1 comment, a summary, approve\./);
    expect(pull.comments).toEqual([]);
    await terminal.press('y');
    await terminal.until(/All of it is on Bitbucket/);
    await terminal.press('Enter');
    await terminal.until(/unresolved · line 10[^\n]*\n[^\n]*Why zehn\?/);
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
    await terminal.until(/3 items sent: http/);
    expect(pull.comments).toEqual(['a.ts:10 Why zehn?', 'All in all fine.']);
    expect(pull.verdict).toBe('approved');
  });

  test('says in full that new commits came in between, and what to do', async () => {
    const pull = await open();
    const terminal = await openTerminal(desk.env, { width: 80, height: 24 });
    await terminal.enter(`bbx pr review ${pull.id} -R acme/backend-api`);
    await terminal.until(/1 file \+1 −1/);
    await pull.push({ 'a.ts': lines('zehn', 'above\n') });
    await terminal.press('S', 'a', 'Enter');
    await terminal.until(/Press y/);
    await terminal.press('y');
    const sent = await terminal.until(/stays here/);
    expect(sent).toMatch(/^ Nothing was sent *$/m);
    expect(sent.replace(/\s+/g, ' ')).toContain(
      'got new commits meanwhile: nothing was sent. Close the review (q) and open it again: your drafts go along to where their lines are.',
    );
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
  });

  test('^C says what is kept, also what is half typed, and calls it no error', async () => {
    const pull = await open();
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr review ${pull.id} -R acme/backend-api`);
    await terminal.until(/1 file \+1 −1/);
    await terminal.press('J', ']', 'j', 'c');
    await terminal.until(/Comment on line/);
    await terminal.type('Whole');
    await terminal.press('Enter');
    await terminal.until(/not sent/);
    await terminal.press('j', 'c');
    await terminal.until(/Comment on line/);
    await terminal.type('Hal');
    await terminal.until(/│ Hal/);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    const shown = await terminal.until(/Closed\./);
    expect(shown.replace(/\s+/g, ' ')).toContain(
      `Closed. Kept for the next time: 1 draft, a half-typed comment. bbx pr review ${pull.id} goes on with it.`,
    );
    expect(shown).not.toContain('error:');
  });

  test('shows nothing raw of what others wrote', async () => {
    const pull = await open('\u001b]0;owned\u0007\u001b[2Jzehn\u202e');
    pull.kept.title = 'Title \u001b[31mred\u0007 \u200bhidden';
    pull.kept.description = 'Text\u001b[2J\u009b31m';
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr review ${pull.id} -R acme/backend-api`);
    expect(await terminal.until(/1 file \+1 −1/)).toContain('Text^[[2J');
    await terminal.press('J');
    expect(await terminal.until(/zehn<U\+202E>/)).toContain('^[]0;owned^G^[[2Jzehn');
    await terminal.press('q');
    await terminal.ended();
    const written = terminal.written();
    for (const raw of ['\u001b]0;owned', '\u001b[2Jzehn', '\u001b[31mred', '\u0007']) {
      expect(written).not.toContain(raw);
    }
  });

  test('opens without a diff when there is none any more', async () => {
    const pull = await open();
    desk.sandbox.faults.add({ path: '/diff', status: 404, times: 9 });
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr review ${pull.id} -R acme/backend-api`);
    await terminal.until(/nothing in this diff/);
    await terminal.press('q');
    expect(await terminal.ended()).toBe(0);
  });

  test('is for terminals alone: a pipe is told what to add', async () => {
    const pull = await open();
    const { exitCode, stderr } = await desk.bbx([
      'pr',
      'review',
      String(pull.id),
      '-R',
      'acme/backend-api',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--approve');
  });
});

describe('sending drafts', () => {
  test('posts comments, ranges, suggestions, replies and resolves, with a result for each', async () => {
    const pull = await open();
    await send(pull, [comment('d1', 'First')]);
    const thread = pull.kept.comments[0]?.id ?? 0;
    const range: Draft = { ...comment('d2', 'All', 11), ...{ startLine: 9, suggestion: 'x\ny' } };
    const { results, comments } = await send(pull, [
      range,
      {
        kind: 'comment',
        id: 'd3',
        path: 'a.ts',
        side: 'old',
        line: 10,
        lines: ['ten'],
        body: 'Old',
      },
      { kind: 'reply', id: 'd4', thread, body: 'Yes' },
      { kind: 'resolve', id: 'd5', thread, resolved: true },
    ]);
    expect(results.map(({ id, sent }) => [id, sent])).toEqual([
      ['d2', true],
      ['d3', true],
      ['d4', true],
      ['d5', true],
    ]);
    expect(comments.join('\n')).toContain('```suggestion\nx\ny\n```');
    const again = await readDesk(context(), nameOf(pull));
    expect(again.threads.find(({ id }) => id === thread)).toMatchObject({
      resolved: true,
      comments: [
        { text: 'First', mine: true },
        { text: 'Yes', mine: true },
      ],
    });
    expect(again.threads.find(({ startLine }) => startLine === 9)).toMatchObject({
      line: 11,
      side: 'new',
    });
  });

  test('a second time posts nothing twice', async () => {
    const pull = await open();
    const all = [comment('d1', 'One'), comment('d2', 'Two', 11)];
    const first = await send(pull, all, { summary: 'Fine', verdict: 'approve' });
    const second = await send(pull, all, { summary: 'Fine', verdict: 'approve' });
    expect(second.comments).toEqual(first.comments);
    expect(second.results.every(({ sent }) => sent)).toBe(true);
    expect(second.results.map(({ message }) => message).join('\n')).toContain('already');
  });

  test('the same words on another line are another comment', async () => {
    const pull = await open();
    await send(pull, [comment('d1', 'nit')]);
    expect((await send(pull, [comment('d2', 'nit', 11)])).comments).toHaveLength(2);
  });

  test('holds the verdict back when a comment is refused, and tries the others', async () => {
    const pull = await open();
    desk.sandbox.faults.add({ method: 'POST', path: '/comments', status: 400 });
    const { results, comments } = await send(
      pull,
      [comment('d1', 'One'), comment('d2', 'Two', 11)],
      {
        verdict: 'approve',
      },
    );
    expect(results.map(({ id, sent }) => [id, sent])).toEqual([
      ['d1', false],
      ['d2', true],
      ['verdict', false],
    ]);
    expect(results[2]?.message).toContain('something above did not arrive');
    expect(comments).toEqual(['a.ts:11 Two']);
    expect(pull.verdict).not.toBe('approved');
  });

  test('stops between two of them when somebody wants to', async () => {
    const pull = await open();
    const review = await readDesk(context(), nameOf(pull));
    const stop = new AbortController();
    const results = await review.send(
      { items: [comment('d1', 'One'), comment('d2', 'Two', 11)], summary: '', verdict: 'approve' },
      () => stop.abort(),
      stop.signal,
    );
    expect(results).toEqual([
      { id: 'd1', sent: true, message: expect.stringMatching(/^a\.ts:10: sent as comment \d+$/) },
      { id: 'd2', sent: false, message: 'a.ts:11: not tried' },
      { id: 'verdict', sent: false, message: 'Approval: held back, because it was stopped' },
    ]);
    expect(pull.comments).toEqual(['a.ts:10 One']);
    expect(pull.verdict).not.toBe('approved');
  });

  test('a failure says what to do', async () => {
    const pull = await open();
    desk.sandbox.faults.add({ method: 'POST', path: '/comments', status: 403 });
    const { results } = await send(pull, [comment('d1', 'One')]);
    expect(results).toEqual([
      { id: 'd1', sent: false, message: expect.any(String), hint: expect.stringMatching(/\w/) },
    ]);
  });

  test('sends nothing when new commits came in between', async () => {
    const pull = await open();
    const review = await readDesk(context(), nameOf(pull));
    await pull.push({ 'a.ts': lines('zehn', 'above\n') });
    const sending = review.send(
      { items: [comment('d1', 'One')], summary: '', verdict: 'comment' },
      () => undefined,
      new AbortController().signal,
    );
    await expect(sending).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(pull.comments).toEqual([]);
  });
});
