import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DataAnswer } from '../../../src/core/answer.ts';
import { readRepositoryFacts } from '../../../src/core/bitbucket/repository-facts.ts';
import { readCriteria } from '../../../src/core/branches/criteria.ts';
import { planPrune } from '../../../src/core/branches/plan-prune.ts';
import { branchTip } from '../../../src/sandbox/git/refs.ts';
import { answerLoser } from '../../support/answer-loser.ts';
import {
  branchYard,
  fatesIn,
  moveBranch,
  pointBranches,
  rowsOf,
} from '../../support/branch-yard.ts';
import { httpServer, sendJson } from '../../support/http-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const OLD = { olderThan: '90d' };

const problemOf = (answer: unknown) => {
  const { problem }: Partial<DataAnswer> = Object(answer);
  return problem;
};
const dataOf = (answer: unknown): Record<string, unknown> => Object(Object(answer).data);
const deletions = () => desk.asked.filter((asked) => asked.startsWith('DELETE'));

describe('which branches are meant', () => {
  test('nothing is pruned without a criterion that says what is left over', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const input of [{}, { author: 'maya' }, { match: ['x'], except: ['y'] }]) {
      await expect(yard.plan(input)).rejects.toMatchObject({
        code: 'USAGE',
        hint: expect.stringMatching(/--older-than.*--merged.*--declined/),
      });
    }
    expect(desk.requests).toEqual([]);
  });

  test('merged and declined are alternatives; a squash counts, and age narrows', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['merged', 'declined', 'superseded', 'none']) await yard.branch(name, 20);
    await yard.branch('merged-old', 200);
    await yard.pull('merged', { state: 'MERGED' });
    await yard.pull('declined', { state: 'DECLINED' });
    await yard.pull('superseded', { state: 'SUPERSEDED' });
    await yard.pull('merged-old', { state: 'MERGED' });
    const main = { main: 'keep: the main branch' };
    expect(await yard.fates({ merged: true })).toEqual({
      ...main,
      merged: 'delete: merged by #1',
      'merged-old': 'delete: merged by #4',
    });
    expect(await yard.fates({ declined: true })).toEqual({
      ...main,
      declined: 'delete: declined in #2',
    });
    expect(Object.keys(await yard.fates({ merged: true, declined: true })).sort()).toEqual([
      'declined',
      'main',
      'merged',
      'merged-old',
    ]);
    expect(await yard.fates({ merged: true, olderThan: '12w' })).toEqual({
      'merged-old': 'delete: merged by #4, older than 12 weeks',
    });
  });

  test('many branches are judged with few questions, in whichever way takes fewer', async () => {
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('b0', 20);
    const others = Array.from({ length: 249 }, (_, at) => `b${at + 1}`);
    await pointBranches(yard.repository, others, tip);
    await yard.pull('b7', { state: 'MERGED' });
    await yard.pull('b249', { state: 'MERGED' });
    const asked = () => desk.asked.filter((one) => one.includes('state=MERGED')).length;
    const goes = ['b249', 'b7', 'main'];
    desk.sandbox.requests.length = 0;
    expect(Object.keys(await yard.fates({ merged: true })).sort()).toEqual(goes);
    expect(asked()).toBe(1);
    for (let at = 0; at < 200; at += 1) await yard.pull('main', { state: 'MERGED' });
    desk.sandbox.requests.length = 0;
    expect(Object.keys(await yard.fates({ merged: true })).sort()).toEqual(goes);
    expect(asked()).toBe(4);
  });

  test('where Bitbucket does not take a list of names, they are asked for one by one in a chain', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 20);
    await yard.pull('a', { state: 'MERGED' });
    desk.sandbox.faults.add({ path: 'IN+%28', status: 400, body: '{}' });
    expect(await yard.fates({ merged: true })).toMatchObject({ a: 'delete: merged by #1' });
    expect(desk.asked.at(-1)).toContain('source.branch.name+%3D+%22a%22');
  });

  test('names of other case are other branches', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('Work', 20);
    await yard.branch('work', 20);
    await yard.pull('Work', { state: 'MERGED' });
    expect(await yard.fates({ merged: true })).toEqual({
      main: 'keep: the main branch',
      Work: 'delete: merged by #1',
    });
  });

  test('author, match and except narrow, and --all lists what is not meant, with the reason', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('feature/a', 200, 1);
    await yard.branch('feature/a-b/c', 200, 1);
    await yard.branch('demo/x', 200, 1);
    await yard.branch('feature/maya', 200, 0);
    await yard.branch('young', 1, 1);
    const words = { ...OLD, author: 'TomBecker', all: true };
    expect(
      await yard.fates({ ...words, match: ['feature/*', 'demo/**'], except: ['demo'] }),
    ).toEqual({
      'feature/a': 'delete: older than 90 days',
      'demo/x': 'keep: excepted by --except',
      'feature/a-b/c': 'keep: not matched by --match',
      'feature/maya': 'keep: by other authors',
      young: 'keep: not matched by --match',
      main: 'keep: not matched by --match',
    });
    expect(await yard.fates({ ...OLD, author: 'me' })).toEqual({
      'feature/maya': 'delete: older than 90 days',
    });
  });

  test('a glob that fits nothing is refused, with its flag', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const glob of ['', '[']) {
      for (const flag of ['match', 'except']) {
        await expect(yard.plan({ ...OLD, [flag]: [glob] })).rejects.toMatchObject({
          code: 'USAGE',
          message: expect.stringContaining(`--${flag}: the glob`),
        });
      }
    }
  });

  test('the groups that are not meant are a list, and dates are times', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    const { preview } = await yard.plan(OLD);
    expect(dataOf(preview)).toMatchObject({
      not_named: [{ why: 'younger than 90 days', count: 1 }],
      branches: [{ name: 'work', date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) }],
    });
  });

  test('a model reads of what stays how much that is, unless it asks for all', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 200);
    await yard.branch('open', 200);
    await yard.pull('open');
    const { preview } = await yard.plan(OLD);
    const { brief } = Object(preview);
    expect(brief.data).toMatchObject({ delete: 1, keep: 1, branches: [{ name: 'work' }] });
    expect(brief.data.branches).toHaveLength(1);
    expect(dataOf(preview).branches).toHaveLength(2);
    expect((await yard.plan({ ...OLD, all: true })).preview).not.toHaveProperty('brief');
  });

  test.each(['90', '0d', '-1d', '90 days', 'd', '1.5y', '200y', ''])(
    'the age %j is refused in words',
    async (olderThan) => {
      const yard = await branchYard(desk.sandbox);
      await expect(yard.plan({ olderThan })).rejects.toMatchObject({
        code: 'USAGE',
        message: expect.stringContaining('--older-than cannot be'),
        hint: expect.stringContaining('90d'),
      });
    },
  );

  test('a clock that is off is noticed, and ages are counted by the server', async () => {
    const date = new Date(Date.now() - 300 * 86_400_000);
    const server = await httpServer(({ url }, response) => {
      response.setHeader('date', date.toUTCString());
      if (url.includes('/refs/branches?')) {
        const target = { hash: 'a'.repeat(40), date: new Date(date.getTime() - 86_400_000) };
        sendJson(response, { values: [{ name: 'work', target }], size: 1 });
      } else if (url.includes('/pullrequests') || url.includes('/branch-restrictions')) {
        sendJson(response, { values: [] });
      } else sendJson(response, { uuid: '{u}', full_name: 'acme/x', mainbranch: { name: 'main' } });
    });
    const yard = await branchYard(desk.sandbox);
    const notes: string[] = [];
    const environment = { BBX_API_URL: server.url };
    expect(await yard.fates({ olderThan: '90d' }, { environment, notes })).toEqual({});
    expect(notes.join('\n')).toMatch(/clock of this machine is 300 days ahead of Bitbucket's/);
  });
});

test('a pull request that closes while the list is read hides no other one', async () => {
  const pull = (id: number) => ({
    ...{ id, state: 'OPEN', destination: { branch: { name: 'main' } } },
    source: { branch: { name: `b${id}` }, repository: { uuid: '{u}' }, commit: { hash: 'a' } },
  });
  let lists = 0;
  const server = await httpServer(({ url, headers }, response) => {
    if (url.includes('/refs/branches?')) {
      const target = { hash: 'a'.repeat(40), date: new Date(Date.now() - 300 * 86_400_000) };
      sendJson(response, { values: [1, 2, 3].map((id) => ({ name: `b${id}`, target })), size: 3 });
    } else if (url.includes('/pullrequests')) {
      lists += 1;
      // Number 1 closes after the first page: 3 moves onto that page, and the second one is empty.
      const next = `http://${headers.host}${url}&page=2`;
      if (lists === 1) sendJson(response, { values: [pull(1), pull(2)], size: 3, next });
      else if (lists === 2) sendJson(response, { values: [], size: 2 });
      else sendJson(response, { values: [pull(2), pull(3)], size: 2 });
    } else if (url.includes('/branch-restrictions')) sendJson(response, { values: [] });
    else sendJson(response, { uuid: '{u}', full_name: 'acme/x', mainbranch: { name: 'main' } });
  });
  const yard = await branchYard(desk.sandbox);
  const fates = await yard.fates(OLD, { environment: { BBX_API_URL: server.url } });
  expect(fates).toMatchObject({ b3: 'keep: the source of the open pull request #3' });
  expect(lists).toBe(3);
});

/** A server with the branches b1, b2, b3, and these answers to whoever asks for pull requests. */
async function pullServer(answer: (own: string) => object, order: readonly number[] = [1, 2, 3]) {
  const date = new Date(Date.now() - 300 * 86_400_000);
  return await httpServer(({ url, headers }, response) => {
    if (url.includes('/refs/branches?')) {
      const target = { hash: 'a'.repeat(40), date };
      sendJson(response, { values: order.map((id) => ({ name: `b${id}`, target })), size: 3 });
    } else if (url.includes('/pullrequests'))
      sendJson(response, answer(`http://${headers.host}${url}`));
    else if (url.includes('/branch-restrictions')) sendJson(response, { values: [] });
    else sendJson(response, { uuid: '{u}', full_name: 'acme/x', mainbranch: { name: 'main' } });
  });
}

const openPull = (id: number) => ({
  ...{ id, state: 'OPEN', destination: { branch: { name: 'main' } } },
  source: { branch: { name: `b${id}` }, repository: { uuid: '{u}' }, commit: { hash: 'a' } },
});

test('a list of open pull requests that stays shorter than it says stops everything', async () => {
  let lists = 0;
  const server = await pullServer(() => {
    lists += 1;
    return { values: [openPull(1)], size: 3 };
  });
  const yard = await branchYard(desk.sandbox);
  const context = yard.context({ environment: { BBX_API_URL: server.url } });
  await expect(yard.plan(OLD, context)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    exitCode: 5,
    message: expect.stringContaining('stays incomplete'),
  });
  expect(lists).toBe(3);
});

test('a list of open pull requests without a size is followed to its end', async () => {
  const server = await pullServer((own) =>
    own.endsWith('&page=2')
      ? { values: [openPull(3)] }
      : { values: [openPull(1)], next: `${own}&page=2` },
  );
  const yard = await branchYard(desk.sandbox);
  expect(await yard.fates(OLD, { environment: { BBX_API_URL: server.url } })).toEqual({
    b1: 'keep: the source of the open pull request #1',
    b2: 'delete: older than 90 days',
    b3: 'keep: the source of the open pull request #3',
  });
});

test('names that git would not take are kept, and never become part of an address', async () => {
  const names = ['..', '.', '', 'a\ud800b', 'fine'];
  const server = await httpServer(({ url, method }, response) => {
    const date = new Date(Date.now() - 300 * 86_400_000);
    if (url.includes('/refs/branches?')) {
      const target = { hash: 'a'.repeat(40), date };
      sendJson(response, { values: names.map((name) => ({ name, target })), size: names.length });
    } else if (url.includes('/refs/branches/')) {
      if (method === 'DELETE') response.writeHead(204).end();
      else sendJson(response, { target: { hash: 'a'.repeat(40) } });
    } else if (url.includes('/pullrequests') || url.includes('/branch-restrictions')) {
      sendJson(response, { values: [] });
    } else sendJson(response, { uuid: '{u}', full_name: 'acme/x', mainbranch: { name: 'main' } });
  });
  const yard = await branchYard(desk.sandbox);
  const context = yard.context({ environment: { BBX_API_URL: server.url } });
  const answer = await (await yard.plan({ ...OLD, merged: false }, context)).perform();
  expect(rowsOf(answer).map(({ status }) => status)).toEqual(['deleted', ...Array(4).fill('kept')]);
  const asked = server.seen.filter(({ url }) => url.includes('/refs/'));
  expect(asked.slice(1).every(({ url }) => url.includes('/refs/branches/fine'))).toBe(true);
});

describe('a prune', () => {
  test('deletes what it showed, one by one, with two requests each after a look at what saves branches', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c']) await yard.branch(name, 200);
    const planned = await yard.plan(OLD);
    expect(planned.question).toBe(`Delete 3 branches of ${yard.name}?`);
    expect(planned.parts?.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    const planning = desk.requests.length;
    expect(planning).toBe(5);
    const answer = await planned.perform();
    expect(desk.requests.length - planning).toBe(4 + 6);
    expect(deletions()).toHaveLength(3);
    expect(dataOf(answer)).toMatchObject({ deleted: 3, skipped: 0, failed: 0, remaining: 0 });
    expect(rowsOf(answer)[0]).toEqual({
      name: 'a',
      hash: expect.stringMatching(/^[0-9a-f]{40}$/),
      status: 'deleted',
      why: 'older than 90 days',
    });
    expect(problemOf(answer)).toBeUndefined();
    expect(await yard.branches()).toEqual(['main']);
  });

  test('leaves out what was unticked', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c']) await yard.branch(name, 200);
    const planned = await yard.plan(OLD);
    const chosen = planned.only?.(['a', 'c']);
    expect(chosen?.digest).not.toBe(planned.digest);
    expect(fatesIn(chosen?.preview)).toMatchObject({ b: 'keep: left out by you' });
    expect(fatesIn(await chosen?.perform())).toMatchObject({ b: 'kept: left out by you' });
    expect(await yard.branches()).toEqual(['b', 'main']);
    const none = (await yard.plan(OLD)).only?.([]);
    expect(none?.question).toBeUndefined();
  });

  test('has a digest that is the same for the same branches at the same commits alone', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    const first = (await yard.plan(OLD)).digest;
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await yard.plan({ olderThan: '13w' })).digest).toBe(first);
    await yard.branch('a', 150);
    expect((await yard.plan(OLD)).digest).not.toBe(first);
  });

  test('has a digest that does not hang on the order that the branches come in', async () => {
    const order = [1, 2, 3];
    const server = await pullServer(() => ({ values: [] }), order);
    const yard = await branchYard(desk.sandbox);
    const context = () => yard.context({ environment: { BBX_API_URL: server.url } });
    const first = await yard.plan(OLD, context());
    order.reverse();
    const second = await yard.plan(OLD, context());
    expect(second.parts?.map(({ key }) => key)).toEqual(['b3', 'b2', 'b1']);
    expect(second.digest).toBe(first.digest);
  });

  test('skips a branch that moved, and one that is gone, since it was shown', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('gone', 200);
    await yard.branch('moved', 200);
    const planned = await yard.plan(OLD);
    await yard.branch('moved', 1);
    await moveBranch(yard.repository, 'gone', undefined);
    const answer = await planned.perform();
    expect(fatesIn(answer)).toEqual({
      gone: 'skipped: already gone',
      moved: expect.stringMatching(/^skipped: moved to [0-9a-f]{12} since it was looked at$/),
    });
    expect(problemOf(answer)).toBeUndefined();
    expect(deletions()).toEqual([]);
    expect(await yard.branches()).toEqual(['main', 'moved']);
  });

  const ODD = [
    'feature/a/b/c',
    'spike#2?x=1',
    '100%25',
    '%2e%2e',
    'grün/ß',
    '日本語',
    '👩‍💻',
    "it's",
    'say-"hi"',
    'a{b}c,(d)!$&;=+@|<>`',
    '-dash',
    'x.y',
    'refs/heads/z',
  ].map((name) => name.replace('?', ''));
  test('and restore take any name that git takes', async () => {
    const yard = await branchYard(desk.sandbox);
    const tips = new Map<string, string>();
    for (const name of ODD) tips.set(name, await yard.branch(name, 200));
    for (const name of ODD) await yard.pull(name, { state: 'MERGED' });
    const answer = await (await yard.plan({ merged: true })).perform();
    expect(dataOf(answer)).toMatchObject({ deleted: ODD.length });
    expect(await yard.branches()).toEqual(['main']);
    const { restore } = await import('../../../src/operations/branches/restore.ts');
    await restore.run({ last: true }, yard.context());
    for (const name of ODD) expect(await branchTip(yard.repository.git, name)).toBe(tips.get(name));
  });

  test('shows a name that would command the terminal as it is', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a\u202eb', 200);
    const { preview } = await yard.plan(OLD);
    const { text }: Partial<DataAnswer> = Object(preview);
    const shown = await text?.({ width: 80, colour: false, now: Date.now() });
    expect(shown).toContain('a<U+202E>b');
  });

  test('of an empty repository has nothing to do, and asks nothing', async () => {
    const yard = await branchYard(desk.sandbox);
    const context = yard.context({ repository: 'acme/empty' });
    const planned = await yard.plan(OLD, context);
    expect(planned.question).toBeUndefined();
    expect(dataOf(await planned.perform())).toMatchObject({ deleted: 0, branches: [] });
  });

  test('of an unknown repository says which', async () => {
    const yard = await branchYard(desk.sandbox);
    const context = yard.context({ repository: 'acme/nope' });
    await expect(yard.plan(OLD, context)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no repository acme/nope.',
    });
  });

  test('says how long it takes where that is more than an hour has requests for', async () => {
    const { durationWords } = await import('../../../src/core/branches/prune-answer.ts');
    const words = (count: number, plan = 5) =>
      durationWords({
        goes: Array.from({ length: count }, () => ({ name: 'a', hash: '', why: '' })),
        requests: { plan, look: 4 },
      });
    expect(words(487)).toBeUndefined();
    expect(words(488)).toMatch(/about 1001 requests.*about 1 hour /);
    expect(words(2000)).toMatch(/about 4085 requests.*about 4 hours/);
    // What was spent on the plan is gone for the deletions.
    expect(words(450, 80)).toBeUndefined();
    expect(words(450, 81)).toMatch(/about 1001 requests, the plan's included/);
    expect(words(0, 5000)).toBeUndefined();
  });

  test('counts the requests of its plan, also from a file', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    const context = yard.context();
    const facts = await readRepositoryFacts(context, {
      workspace: 'acme',
      repo: yard.name.slice(5),
    });
    const { requests } = await planPrune(context, facts, await readCriteria(OLD, context), false);
    expect(desk.requests).toHaveLength(requests.plan);
    expect(requests).toEqual({ plan: 5, look: 4 });
  });
});

describe('where deleting fails', () => {
  test('a token that may not delete stops it at once, and the journal offers nothing', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b']) await yard.branch(name, 200);
    const { email, token } = desk.sandbox.credentials.readOnly;
    const environment = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
    const answer = await (await yard.plan(OLD, yard.context({ environment }))).perform();
    expect(problemOf(answer)).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('write:repository'),
    });
    expect(dataOf(answer)).toMatchObject({ deleted: 0, failed: 1, remaining: 1 });
    expect(deletions()).toHaveLength(1);
    const { restore } = await import('../../../src/operations/branches/restore.ts');
    expect(dataOf(await restore.run({}, yard.context()))).toMatchObject({ values: [] });
  });

  test('a refusal of one branch is reported, and the others go', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b']) await yard.branch(name, 200);
    const body = '{"type":"error","error":{"message":"Hook says no."}}';
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/a', status: 400, body });
    const answer = await (await yard.plan(OLD)).perform();
    expect(fatesIn(answer)).toEqual({
      a: expect.stringMatching(/^failed: .*Hook says no/),
      b: 'deleted: older than 90 days',
    });
    expect(problemOf(answer)).toMatchObject({ exitCode: 3 });
  });

  test('a rate limit pauses: what is done and what is left is said, and the same goes on', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c']) await yard.branch(name, 200);
    const planned = await yard.plan(OLD);
    const headers = { 'retry-after': '1800' };
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/b', status: 429, headers });
    const answer = await planned.perform();
    expect(dataOf(answer)).toMatchObject({ deleted: 1, failed: 0, remaining: 2 });
    expect(problemOf(answer)).toMatchObject({
      code: 'RATE_LIMITED',
      exitCode: 5,
      message: expect.stringMatching(/1 branch of .* deleted, 0 failed, 2 left/),
      hint: expect.stringContaining('The same command goes on'),
    });
    expect(dataOf(await (await yard.plan(OLD)).perform())).toMatchObject({ deleted: 2 });
    expect(await yard.branches()).toEqual(['main']);
  });

  test('a lost connection stops it, and a branch that is there stays in the list of what is left', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b']) await yard.branch(name, 200);
    desk.sandbox.faults.add({ method: 'DELETE', drop: 'before-headers', times: 4 });
    const answer = await (await yard.plan(OLD)).perform();
    expect(dataOf(answer)).toMatchObject({ deleted: 0, remaining: 2 });
    expect(problemOf(answer)).toMatchObject({ code: 'NETWORK', exitCode: 5 });
    expect(await yard.branches()).toEqual(['a', 'b', 'main']);
  });

  test.each(['broken', 'error'] as const)(
    'an answer that is lost (%s) is no failure where the branch is gone',
    async (how) => {
      const yard = await branchYard(desk.sandbox);
      for (const name of ['a', 'b']) await yard.branch(name, 200);
      const between = await answerLoser(desk.sandbox.url, 'DELETE', how);
      const context = yard.context({ environment: { BBX_API_URL: between.url } });
      let answer = await (await yard.plan(OLD, context)).perform();
      expect(fatesIn(answer)).toMatchObject({ a: 'deleted: older than 90 days' });
      expect(await yard.branches()).not.toContain('a');
      if (problemOf(answer)) answer = await (await yard.plan(OLD, context)).perform();
      expect(await yard.branches()).toEqual(['main']);
    },
  );

  test('without a journal nothing is deleted', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    const blocked = join(yard.home, 'blocked');
    writeFileSync(blocked, '');
    const context = yard.context({ environment: { XDG_STATE_HOME: blocked } });
    const planned = await yard.plan(OLD, context);
    await expect(planned.perform()).rejects.toMatchObject({ code: 'FILE', exitCode: 6 });
    expect(deletions()).toEqual([]);
    expect(await yard.branches()).toEqual(['a', 'main']);
  });
});

describe('a plan in a file', () => {
  const file = (home: string) => JSON.parse(readFileSync(join(home, 'p.json'), 'utf8'));

  test('is written instead of deleting, and then done exactly, without a question', async () => {
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('a', 200);
    const planned = await yard.plan({ ...OLD, plan: 'p.json' });
    expect(planned.question).toBeUndefined();
    expect(existsSync(join(yard.home, 'p.json'))).toBe(false);
    await planned.perform();
    expect(file(yard.home)).toEqual({
      version: 1,
      repository: { full_name: yard.name, uuid: yard.repository.uuid },
      made_on: expect.stringMatching(/^\d{4}-.*Z$/),
      criteria: OLD,
      branches: [{ name: 'a', hash: tip, why: 'older than 90 days' }],
      digest: expect.stringMatching(/^sha256:/),
    });
    expect(deletions()).toEqual([]);
    await yard.branch('later', 200);
    const applied = await yard.plan({ apply: 'p.json' });
    expect(applied).toMatchObject({ agreed: true });
    expect(fatesIn(await applied.perform())).toEqual({ a: 'deleted: older than 90 days' });
    expect(await yard.branches()).toEqual(['later', 'main']);
  });

  test('is refused when it has run, also where its branches are back', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b']) await yard.branch(name, 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    await (await yard.plan({ apply: 'p.json' })).perform();
    const refused = {
      code: 'CONFLICT',
      exitCode: 3,
      message: expect.stringMatching(/^This plan ran on \d{4}-\d\d-\d\d \d\d:\d\d UTC\./),
      hint: expect.stringContaining('Make a new one'),
    };
    await expect(yard.plan({ apply: 'p.json' })).rejects.toMatchObject(refused);
    const { restore } = await import('../../../src/operations/branches/restore.ts');
    await restore.run({ last: true }, yard.context());
    await expect(yard.plan({ apply: 'p.json' })).rejects.toMatchObject(refused);
    expect(await yard.branches()).toEqual(['a', 'b', 'main']);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    expect((await yard.plan({ apply: 'p.json' })).parts).toHaveLength(2);
  });

  test('that stopped half-way goes on, and leaves what was brought back', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c']) await yard.branch(name, 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    const headers = { 'retry-after': '1800' };
    desk.sandbox.faults.add({ method: 'DELETE', path: 'branches/c', status: 429, headers });
    const first = await (await yard.plan({ apply: 'p.json' })).perform();
    expect(dataOf(first)).toMatchObject({ deleted: 2, remaining: 1 });
    const { restore } = await import('../../../src/operations/branches/restore.ts');
    await restore.run({ names: ['b'] }, yard.context());
    expect(fatesIn(await (await yard.plan({ apply: 'p.json' })).perform())).toEqual({
      a: expect.stringMatching(/^kept: this plan deleted it on /),
      b: expect.stringMatching(/^kept: this plan deleted it on /),
      c: 'deleted: older than 90 days',
    });
    expect(await yard.branches()).toEqual(['b', 'main']);
  });

  test('looks again at what saves a branch, and at its tip', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c']) await yard.branch(name, 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    await yard.pull('a');
    yard.repository.mainbranch = 'b';
    await yard.branch('c', 1);
    expect(fatesIn(await (await yard.plan({ apply: 'p.json' })).perform())).toEqual({
      a: 'kept: by now the source of the open pull request #1',
      b: 'kept: by now the main branch',
      c: expect.stringMatching(/^skipped: moved/),
    });
    expect(deletions()).toEqual([]);
  });

  test.each<[string, (plan: Record<string, unknown>) => void]>([
    [
      'a branch more',
      (plan) => Object(plan.branches).push({ name: 'b', hash: 'a'.repeat(40), why: '' }),
    ],
    ['another commit', (plan) => Object.assign(Object(plan.branches)[0], { hash: 'b'.repeat(40) })],
    ['another digest', (plan) => Object.assign(plan, { digest: `sha256:${'0'.repeat(64)}` })],
    ['another version', (plan) => Object.assign(plan, { version: 2 })],
    ['a field more', (plan) => Object.assign(plan, { force: true })],
  ])('is refused with %s', async (_, alter) => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    const plan = file(yard.home);
    alter(plan);
    writeFileSync(join(yard.home, 'p.json'), JSON.stringify(plan));
    desk.sandbox.requests.length = 0;
    await expect(yard.plan({ apply: 'p.json' })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('altered'),
    });
    expect(desk.requests).toEqual([]);
  });

  test('may be laid out anew, since nothing in it changes by that', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    const reversed = Object.fromEntries(Object.entries(file(yard.home)).reverse());
    writeFileSync(join(yard.home, 'p.json'), JSON.stringify(reversed, null, 8));
    expect((await yard.plan({ apply: 'p.json' })).parts).toHaveLength(1);
  });

  test('of another repository is refused; without -R and a clone it names its own', async () => {
    const yard = await branchYard(desk.sandbox);
    const other = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    await other.branch('a', 200);
    await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    const context = yard.context({ repository: other.name });
    await expect(yard.plan({ apply: 'p.json' }, context)).rejects.toMatchObject({
      code: 'USAGE',
      message: `The plan is for ${yard.name}, and not for ${other.name}.`,
    });
    const { config, ...rest } = yard.context();
    const nowhere = { ...rest, config: { ...config, repository: undefined } };
    const applied = await (await yard.plan({ apply: 'p.json' }, nowhere)).perform();
    expect(dataOf(applied)).toMatchObject({ repository: yard.name, deleted: 1 });
  });

  test('takes no other criteria, and says so when it is no plan or not there', async () => {
    const yard = await branchYard(desk.sandbox);
    writeFileSync(join(yard.home, 'no.json'), '{"branches": []}');
    writeFileSync(join(yard.home, 'no.txt'), 'a\nb\n');
    for (const [input, code, words] of [
      [{ apply: 'p.json', ...OLD }, 'USAGE', 'A plan already says'],
      [{ apply: 'p.json', except: ['a'] }, 'USAGE', 'A plan already says'],
      [{ apply: 'p.json', plan: 'q.json' }, 'USAGE', 'A plan already says'],
      [{ apply: 'absent.json' }, 'FILE', 'absent.json cannot be read (ENOENT)'],
      [{ apply: 'no.json' }, 'USAGE', 'is no plan'],
      [{ apply: 'no.txt' }, 'USAGE', 'is no JSON'],
    ] as const) {
      await expect(yard.plan(input)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words),
      });
    }
  });

  test('takes the place of another plan or of an empty file, and of nothing else', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    const path = join(yard.home, 'p.json');
    const written = async () => await (await yard.plan({ ...OLD, plan: 'p.json' })).perform();
    for (const content of ['# Notes\n', '{"name": "an app"}', '[]']) {
      writeFileSync(path, content);
      await expect(written()).rejects.toMatchObject({
        code: 'FILE',
        message: expect.stringContaining('p.json is there and is no plan of bbx'),
      });
      expect(readFileSync(path, 'utf8')).toBe(content);
    }
    writeFileSync(path, '');
    await written();
    await written();
    expect(file(yard.home).branches).toHaveLength(1);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  test('that cannot be written is an error that names the file', async () => {
    const yard = await branchYard(desk.sandbox);
    const planned = await yard.plan({ ...OLD, plan: 'absent/p.json' });
    await expect(planned.perform()).rejects.toMatchObject({
      code: 'FILE',
      message: expect.stringContaining('absent/p.json'),
    });
  });
});
