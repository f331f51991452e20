import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ran } from '../../support/cli.ts';
import { homeForTest } from '../../support/home.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

const lines = (last: string) =>
  [...Array.from({ length: 20 }, (_, at) => `line ${at + 1}`), last]
    .map((one) => `${one}\n`)
    .join('');

const open = async () =>
  await PullDesk.open(desk, { 'a.ts': lines('old end') }, { 'a.ts': `first\n${lines('new end')}` });

/** Reviews with a memory that the next run may have or not. */
const review = async ({ id }: PullDesk, findings: unknown, memory: string, ...flags: string[]) =>
  await desk.bbx(
    ['pr', 'review', String(id), '-R', 'acme/backend-api', '--findings', '-', ...flags],
    { stdin: JSON.stringify(findings), env: { XDG_STATE_HOME: memory } },
  );
const memory = () => homeForTest().path;
const answer = ({ stdout }: Ran) => JSON.parse(stdout.toString());

describe('findings that say the same', () => {
  test('at two anchors are two comments, and stay so', async () => {
    const pull = await open();
    const kept = memory();
    const first = { path: 'a.ts', anchor: 'line 1', body: 'Typo' };
    const both = [first, { ...first, anchor: 'line 2' }];
    expect(answer(await review(pull, [first], kept))).toMatchObject({ posted: 1 });
    expect(answer(await review(pull, both, kept))).toMatchObject({ posted: 1, already: 1 });
    expect(answer(await review(pull, both, kept))).toMatchObject({ posted: 0, already: 2 });
    expect(pull.comments).toEqual(['a.ts:2 Typo', 'a.ts:3 Typo']);
  });

  test("as a comment of one's own on another line are posted, also by a plan", async () => {
    const pull = await open();
    await review(pull, [{ path: 'a.ts', line: 2, body: 'Typo' }], memory());
    const there = [{ path: 'a.ts', line: 22, body: 'Typo' }];
    expect(answer(await review(pull, there, memory(), '-n'))).toMatchObject({ to_post: 1 });
    const file = join(memory(), 'review.plan');
    await review(pull, there, memory(), '--plan', file);
    const ran = await desk.bbx(['pr', 'review', '--apply', file]);
    expect(answer(ran)).toMatchObject({ posted: 1 });
    expect(pull.comments).toEqual(['a.ts:2 Typo', 'a.ts:22 Typo']);
  });

  test('on the new and on the old line of one number are two comments', async () => {
    const pull = await open();
    const onNew = { path: 'a.ts', line: 21, body: 'Why?' };
    await review(pull, [onNew], memory());
    const ran = await review(pull, [{ ...onNew, side: 'old' }, onNew], memory());
    expect(answer(ran)).toMatchObject({ posted: 1, already: 1 });
    expect(pull.comments).toEqual(['a.ts:21 Why?', 'a.ts:21 old Why?']);
  });

  test('on one line are one comment, and each is told', async () => {
    const pull = await open();
    const one = { path: 'a.ts', line: 2, body: 'Twice' };
    const three = [
      one,
      { path: 'a.ts', line: 3, body: 'Else' },
      { ...one, line: null, anchor: 'line 1' },
    ];
    const shown = answer(await review(pull, three, memory(), '-n'));
    expect(shown).toMatchObject({ to_post: 2, already: 1 });
    const ran = answer(await review(pull, three, memory()));
    expect(ran).toMatchObject({ posted: 2, already: 1 });
    expect(ran.items[2]).toMatchObject({
      status: 'already there',
      id: ran.items[0].id,
      why: 'Same as item 1.',
    });
    expect(pull.comments).toEqual(['a.ts:2 Twice', 'a.ts:3 Else']);
    expect(answer(await review(pull, three, memory()))).toMatchObject({ posted: 0, already: 3 });
  });

  test('and are not posted are told alike', async () => {
    const pull = await open();
    const body = JSON.stringify({ type: 'error', error: { message: 'No' } });
    desk.sandbox.faults.add({ method: 'POST', path: /\/comments$/, status: 400, body });
    const one = { path: 'a.ts', line: 2, body: 'Twice' };
    const ran = answer(await review(pull, [one, one], memory()));
    expect(ran.items.map(({ status }: { status: string }) => status)).toEqual(['failed', 'failed']);
  });
});

test('what has no place is told with its side and its range', async () => {
  const pull = await open();
  const one = { path: 'a.ts', start_line: 98, line: 99, side: 'LEFT', body: 'Far' };
  const ran = answer(await review(pull, [one], memory(), '-n'));
  expect(ran.items).toMatchObject([
    { line: 99, start_line: 98, side: 'old', status: 'not placed' },
  ]);
});
