import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DataAnswer } from '../../../src/core/answer.ts';
import { restore } from '../../../src/operations/branches/restore.ts';
import { branchTip } from '../../../src/sandbox/git/refs.ts';
import { answerLoser } from '../../support/answer-loser.ts';
import {
  type BranchYard,
  branchYard,
  fatesIn,
  moveBranch,
  rowsOf,
} from '../../support/branch-yard.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });

const problemOf = (answer: unknown) => {
  const { problem }: Partial<DataAnswer> = Object(answer);
  return problem;
};

/** A repository whose branches (old ones) have just been pruned; their tips by name. */
async function pruned(...names: string[]) {
  const yard = await branchYard(desk.sandbox);
  const tips: Record<string, string> = {};
  for (const name of names) tips[name] = await yard.branch(name, 200);
  await pruneAll(yard);
  desk.sandbox.requests.length = 0;
  return { yard, tips };
}

const pruneAll = async (yard: BranchYard) =>
  await (await yard.plan({ olderThan: '90d' })).perform();

function journalOf({ home }: BranchYard): string {
  const folder = join(home, '.local/state/bbx/branches');
  const [server = ''] = readdirSync(folder);
  const [file = ''] = readdirSync(join(folder, server));
  return join(folder, server, file);
}

test('without names it lists what can be brought back, the latest first, and changes nothing', async () => {
  const { yard, tips } = await pruned('a', 'b');
  const answer = await restore.run({}, yard.context());
  const { data }: Partial<DataAnswer> = Object(answer);
  expect(data).toEqual({
    size: 2,
    values: ['b', 'a'].map((name) => ({
      name,
      hash: tips[name],
      deleted_on: expect.stringMatching(/^\d{4}-.*Z$/),
      state: 'deleted',
    })),
  });
  expect(desk.requests).toHaveLength(1);
  expect(await yard.branches()).toEqual(['main']);
});

test('brings back what is named, with a request each, and says what it does not know', async () => {
  const { yard, tips } = await pruned('a', 'b', 'c');
  const answer = await restore.run({ names: ['c', 'a', 'zebra'] }, yard.context());
  expect(desk.requests).toHaveLength(3);
  expect(fatesIn(answer)).toEqual({
    a: 'restored: ',
    c: 'restored: ',
    zebra: 'unknown: the journal of this machine has no deletion of it',
  });
  expect(problemOf(answer)).toMatchObject({ exitCode: 3 });
  expect(await branchTip(yard.repository.git, 'a')).toBe(tips.a);
  expect(await yard.branches()).toEqual(['a', 'c', 'main']);
});

test('--last brings back the last prune alone', async () => {
  const { yard } = await pruned('first');
  await yard.branch('second', 200);
  await pruneAll(yard);
  expect(fatesIn(await restore.run({ last: true }, yard.context()))).toEqual({
    second: 'restored: ',
  });
  expect(await yard.branches()).toEqual(['main', 'second']);
});

test('a branch that is there stays as it is: at its commit all is well, elsewhere it is said', async () => {
  const { yard, tips } = await pruned('same', 'other');
  await moveBranch(yard.repository, 'same', tips.same);
  const tip = await yard.branch('other', 1);
  const answer = await restore.run({ last: true }, yard.context());
  expect(fatesIn(answer)).toEqual({
    same: 'there: ',
    other: `elsewhere: it is there at ${tip.slice(0, 12)}, and was not touched`,
  });
  expect(problemOf(answer)).toMatchObject({ code: 'CONFLICT', exitCode: 3 });
  expect(await branchTip(yard.repository.git, 'other')).toBe(tip);
});

test('says which commits the server has dropped, and brings back the others', async () => {
  const { yard } = await pruned('a', 'b');
  const dropped = 'd'.repeat(40);
  const path = journalOf(yard);
  const line = readFileSync(path, 'utf8').split('\n')[0] ?? '';
  const [, hash = ''] = /"hash":"(\w+)"/.exec(line) ?? [];
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(hash, dropped));
  const answer = await restore.run({ last: true }, yard.context());
  expect(fatesIn(answer)).toEqual({
    a: `dropped: the server has dropped ${dropped}`,
    b: 'restored: ',
  });
  expect(problemOf(answer)?.hint).toContain('git push origin HASH:refs/heads/NAME');
});

test.each(['broken', 'error'] as const)(
  'an answer that is lost (%s) is looked up: what was made is there, and nothing is made twice',
  async (how) => {
    const yard = await branchYard(desk.sandbox);
    // The journal is the server's, so it has to be the same server that prunes.
    const between = await answerLoser(desk.sandbox.url, 'POST', how);
    const context = yard.context({ environment: { BBX_API_URL: between.url } });
    await yard.branch('c', 200);
    await (await yard.plan({ olderThan: '90d' }, context)).perform();
    expect(fatesIn(await restore.run({ last: true }, context))).toEqual({ c: 'there: ' });
    expect(between.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(await yard.branches()).toEqual(['c', 'main']);
  },
);

test('a rate limit stops it, and the same command goes on', async () => {
  const { yard } = await pruned('a', 'b');
  desk.sandbox.faults.add({ method: 'POST', status: 429, headers: { 'retry-after': '900' } });
  const answer = await restore.run({ last: true }, yard.context());
  expect(rowsOf(answer).map(({ status }) => status)).toEqual(['remaining', 'remaining']);
  expect(problemOf(answer)).toMatchObject({ code: 'RATE_LIMITED', exitCode: 5 });
  expect(fatesIn(await restore.run({ last: true }, yard.context()))).toEqual({
    a: 'restored: ',
    b: 'restored: ',
  });
});

test('the journal is for its owner alone, and survives a torn line', async () => {
  const { yard } = await pruned('a');
  const path = journalOf(yard);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  appendFileSync(path, '{"event":"delete","run":"x","ti');
  await yard.branch('b', 200);
  await pruneAll(yard);
  const { data }: Partial<DataAnswer> = Object(await restore.run({}, yard.context()));
  expect(data).toMatchObject({ values: [{ name: 'b' }, { name: 'a' }] });
});

test('a deletion that was written down and perhaps not sent is offered as such', async () => {
  const { yard, tips } = await pruned('a');
  const path = journalOf(yard);
  const [line = ''] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${line}\n`);
  await moveBranch(yard.repository, 'a', tips.a);
  const { data }: Partial<DataAnswer> = Object(await restore.run({}, yard.context()));
  expect(data).toMatchObject({ values: [{ name: 'a', state: 'perhaps deleted' }] });
  expect(fatesIn(await restore.run({ last: true }, yard.context()))).toEqual({ a: 'there: ' });
});

test('where nothing was deleted, it says so', async () => {
  const yard = await branchYard(desk.sandbox);
  await expect(restore.run({ last: true }, yard.context())).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('has deleted no branches'),
  });
});

test('a preview makes nothing', async () => {
  const { yard, tips } = await pruned('a');
  const answer = await restore.preview?.({ last: true }, yard.context());
  expect(rowsOf(answer)).toEqual([{ name: 'a', hash: tips.a, status: 'restore' }]);
  expect(await yard.branches()).toEqual(['main']);
});

test('a preview names what the journal does not know, and that is an error', async () => {
  const { yard } = await pruned('a');
  const answer = await restore.preview?.({ names: ['nope', 'a'] }, yard.context());
  expect(rowsOf(answer).map(({ name, status }) => [name, status])).toEqual([
    ['a', 'restore'],
    ['nope', 'unknown'],
  ]);
  expect(problemOf(answer)).toMatchObject({
    exitCode: 3,
    message: 'The journal has no deletion of nope.',
  });
});

test('without names it leaves out what is back', async () => {
  const { yard } = await pruned('a', 'b');
  await restore.run({ names: ['a'] }, yard.context());
  const { data }: Partial<DataAnswer> = Object(await restore.run({}, yard.context()));
  expect(data).toMatchObject({ size: 1, values: [{ name: 'b' }] });
});

test('a line of the journal whose hash is none is passed over', async () => {
  const { yard } = await pruned('a', 'b');
  const path = journalOf(yard);
  const [line = ''] = readFileSync(path, 'utf8').split('\n');
  const altered = line.replace(/"hash":"\w+"/, '"hash":"../../x"').replace('"a"', '"c"');
  appendFileSync(path, `${altered}\n`);
  const { data }: Partial<DataAnswer> = Object(await restore.run({}, yard.context()));
  expect(data).toMatchObject({ values: [{ name: 'b' }, { name: 'a' }] });
});

test('without a home folder the error says what is kept there', async () => {
  const yard = await branchYard(desk.sandbox);
  const usual = yard.context();
  const context = { ...usual, config: { ...usual.config, home: '' } };
  await expect(restore.run({}, context)).rejects.toMatchObject({
    code: 'FILE',
    message: 'There is no home folder to keep the journal in (HOME is not set).',
  });
});
