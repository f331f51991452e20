import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { DataAnswer } from '../../../src/core/answer.ts';
import { restore } from '../../../src/operations/branches/restore.ts';
import { between } from '../../support/between.ts';
import { branchYard, fatesIn, moveBranch, pointBranches } from '../../support/branch-yard.ts';
import type { Seen } from '../../support/http-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const OLD = { olderThan: '90d' };

const problemOf = (answer: unknown) => {
  const { problem }: Partial<DataAnswer> = Object(answer);
  return problem;
};
const dataOf = (answer: unknown): Record<string, unknown> => Object(Object(answer).data);
const deletions = () => desk.asked.filter((asked) => asked.startsWith('DELETE'));

/** A yard with old branches, a plan to prune them, and something in between that may answer itself. */
async function planned(
  names: readonly string[],
  answers: (request: Seen, response: ServerResponse) => Promise<boolean>,
) {
  const yard = await branchYard(desk.sandbox);
  for (const name of names) await yard.branch(name, 200);
  const { url } = await between(desk.sandbox.url, answers);
  const environment = { BBX_API_URL: url };
  const plan = await yard.plan(OLD, yard.context({ environment }));
  return { yard, plan, environment };
}

const refuse = (response: ServerResponse, status: number, wait?: number) => {
  const headers = {
    'content-type': 'application/json',
    ...(wait !== undefined && { 'retry-after': `${wait}` }),
  };
  response.writeHead(status, headers).end('{"type":"error","error":{"message":"No."}}');
  return true;
};

describe('before a deletion is sent again', () => {
  test.each([429, 503])(
    'after %i the tip is read anew, so that a commit pushed meanwhile stays',
    async (status) => {
      let sent = 0;
      const { yard, plan } = await planned(['a'], async ({ method }, response) => {
        if (method !== 'DELETE') return false;
        sent += 1;
        await yard.branch('a', 1);
        return refuse(response, status, 0);
      });
      expect(fatesIn(await plan.perform())).toEqual({
        a: expect.stringMatching(/^skipped: moved to/),
      });
      expect(sent).toBe(1);
      expect(await yard.branches()).toEqual(['a', 'main']);
    },
  );

  test('it is written down anew, and then it is done', async () => {
    let sent = 0;
    const { yard, plan, environment } = await planned(['a'], async ({ method }, response) => {
      if (method === 'DELETE') sent += 1;
      return method === 'DELETE' && sent <= 2 && refuse(response, 503, 0);
    });
    expect(fatesIn(await plan.perform())).toEqual({ a: 'deleted: older than 90 days' });
    expect(sent).toBe(3);
    const back = await restore.run({ last: true }, yard.context({ environment }));
    expect(dataOf(back)).toMatchObject({ restored: 1 });
  });

  test('^C ends the wait, and the branch is left', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b']) await yard.branch(name, 200);
    const stop = new AbortController();
    const notes: string[] = [];
    const plan = await yard.plan(OLD, yard.context({ signal: stop.signal, notes }));
    const headers = { 'retry-after': '30' };
    desk.sandbox.faults.add({ method: 'DELETE', status: 429, headers });
    const running = plan.perform();
    await expect.poll(() => notes.join()).toContain('Looking at a again in 30 s');
    stop.abort();
    const answer = await running;
    expect(dataOf(answer)).toMatchObject({ deleted: 0, failed: 0, remaining: 2 });
    expect(problemOf(answer)).toMatchObject({ code: 'CANCELLED', exitCode: 130 });
    expect(deletions()).toHaveLength(1);
  });
});

describe('"not found"', () => {
  test('for the deletion of a branch that is there is a failure, and the others go', async () => {
    const { yard, plan } = await planned(
      ['a', 'b'],
      async ({ method, url }, response) =>
        method === 'DELETE' && url.endsWith('/a') && refuse(response, 404),
    );
    const answer = await plan.perform();
    expect(fatesIn(answer)).toMatchObject({
      a: expect.stringMatching(/^failed/),
      b: 'deleted: older than 90 days',
    });
    expect(problemOf(answer)).toMatchObject({ exitCode: 3 });
    expect(await yard.branches()).toEqual(['a', 'main']);
  });

  test('for a branch that another prune was faster to delete, it is gone already, and that one restores it', async () => {
    const { yard, plan } = await planned(['a'], async ({ method }) => {
      if (method === 'DELETE') await moveBranch(yard.repository, 'a', undefined);
      return false;
    });
    expect(fatesIn(await plan.perform())).toEqual({ a: 'skipped: already gone' });
    expect(dataOf(await restore.run({}, yard.context()))).toMatchObject({ values: [] });
  });

  test('for every branch of a repository that does not answer any more is no answer', async () => {
    let away = false;
    const { yard, plan } = await planned(['a', 'b'], async ({ url }, response) => {
      // Away from the first look at a branch on.
      away ||= url.includes('/refs/branches/');
      return away && refuse(response, 404);
    });
    const answer = await plan.perform();
    expect(dataOf(answer)).toMatchObject({ deleted: 0, skipped: 0, remaining: 2 });
    expect(problemOf(answer)).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('is not there any more'),
    });
    expect(await yard.branches()).toEqual(['a', 'b', 'main']);
  });

  test('is not what an answer without a commit says', async () => {
    const { yard, plan } = await planned(['a'], async ({ url }, response) => {
      if (!url.includes('/refs/branches/')) return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return true;
    });
    const answer = await plan.perform();
    expect(dataOf(answer)).toMatchObject({ skipped: 0, remaining: 1 });
    expect(problemOf(answer)).toMatchObject({ code: 'UNAVAILABLE', exitCode: 5 });
    expect(await yard.branches()).toEqual(['a', 'main']);
  });
});

describe('what comes up after the plan', () => {
  test('saves a branch all the same: pull request, restriction, main branch', async () => {
    const yard = await branchYard(desk.sandbox);
    for (const name of ['a', 'b', 'c', 'd']) await yard.branch(name, 200);
    const plan = await yard.plan(OLD);
    await yard.pull('a');
    const rule = { kind: 'push', branch_match_kind: 'glob', pattern: 'b' };
    yard.repository.restrictions.set('1', rule);
    yard.repository.mainbranch = 'c';
    const answer = await plan.perform();
    expect(fatesIn(answer)).toEqual({
      a: 'skipped: by now the source of the open pull request #1',
      b: 'skipped: by now restricted (push b)',
      c: 'skipped: by now the main branch',
      d: 'deleted: older than 90 days',
    });
    expect(problemOf(answer)).toBeUndefined();
  });

  test('is looked at again after each hundred branches', async () => {
    const names = Array.from({ length: 102 }, (_, at) => `b${String(at).padStart(3, '0')}`);
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('b000', 200);
    await pointBranches(yard.repository, names, tip);
    const { url } = await between(desk.sandbox.url, async ({ method, url: asked }) => {
      if (method === 'DELETE' && asked.endsWith('/b050')) await yard.pull('b101');
      return false;
    });
    const plan = await yard.plan(OLD, yard.context({ environment: { BBX_API_URL: url } }));
    const fates = fatesIn(await plan.perform());
    expect(fates.b100).toBe('deleted: older than 90 days');
    expect(fates.b101).toBe('skipped: by now the source of the open pull request #1');
  }, 60_000);

  test('and cannot be read, stops the run before anything is deleted', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('a', 200);
    const plan = await yard.plan(OLD);
    const headers = { 'retry-after': '900' };
    desk.sandbox.faults.add({ path: '/pullrequests', status: 429, headers });
    const answer = await plan.perform();
    expect(dataOf(answer)).toMatchObject({ deleted: 0, remaining: 1 });
    expect(problemOf(answer)).toMatchObject({ code: 'RATE_LIMITED', exitCode: 5 });
    expect(deletions()).toEqual([]);
  });
});

test('refusals of single branches do not keep the others; ten in a row stop it, and name --except', async () => {
  const yard = await branchYard(desk.sandbox);
  const names = Array.from({ length: 12 }, (_, at) => `b${at + 10}`);
  for (const name of names) await yard.branch(name, 200);
  const body = '{"type":"error","error":{"message":"Permission denied to delete branch."}}';
  desk.sandbox.faults.add({ method: 'DELETE', status: 403, body, times: 9 });
  const first = await (await yard.plan(OLD)).perform();
  expect(dataOf(first)).toMatchObject({ deleted: 3, failed: 9, remaining: 0 });
  expect(problemOf(first)).toMatchObject({
    exitCode: 3,
    hint: expect.stringContaining('--except'),
  });
  for (const name of names) await yard.branch(name, 200);
  desk.sandbox.faults.add({ method: 'DELETE', status: 403, body, times: 99 });
  const second = await (await yard.plan(OLD)).perform();
  expect(dataOf(second)).toMatchObject({ deleted: 0, failed: 10, remaining: 2 });
  expect(problemOf(second)).toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('10 in a row were refused'),
    hint: expect.stringContaining('--except'),
  });
});
