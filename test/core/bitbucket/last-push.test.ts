import { expect, test } from 'vitest';
import { lastPush } from '../../../src/core/bitbucket/last-push.ts';
import { pullRequestOf } from '../../../src/core/bitbucket/pull-request.ts';
import { testContext } from '../../support/context.ts';
import { httpServer, sendJson } from '../../support/http-server.ts';

const NAME = { workspace: 'acme', repo: 'api', id: 1 };
const HEAD = 'aaaaaaaaaaaa';

/** An entry of the activity: a push, or an edit without one. */
const update = (date: string, hash?: string) => ({
  update: { date, source: { commit: hash === undefined ? null : { hash } } },
});

async function pushed(values: readonly unknown[], commit: string | null = HEAD) {
  const asked: string[] = [];
  const { url } = await httpServer((request, response) => {
    asked.push(request.url ?? '');
    const isCommit = request.url?.includes('/commit/');
    sendJson(response, isCommit ? { date: '2026-01-01T00:00:00+00:00' } : { values });
  });
  const source = { commit: commit && { hash: commit }, repository: { full_name: 'eve/fork' } };
  const pr = pullRequestOf({ id: 1, state: 'OPEN', source });
  return { date: await lastPush(testContext(url), NAME, pr), asked };
}

test('the oldest of the newest updates with the commit of today is the push', async () => {
  const { date } = await pushed([
    update('2026-03-05', HEAD),
    { comment: { id: 7 } },
    update('2026-03-04', HEAD),
    update('2026-03-03', 'bbbbbbbbbbbb'),
    // It was there before, and came back with a forced push.
    update('2026-03-02', HEAD),
  ]);
  expect(date).toBe('2026-03-04');
});

test('a branch that nobody pushed to since is as old as the pull request', async () => {
  expect((await pushed([update('2026-03-01', HEAD)])).date).toBe('2026-03-01');
});

test('hashes of 12 and of 40 characters are the same', async () => {
  const long = HEAD.padEnd(40, '0');
  expect((await pushed([update('2026-03-04', long)])).date).toBe('2026-03-04');
});

test("where the activity does not tell, the commit's own date stands in, from its repository", async () => {
  for (const values of [[], [update('2026-03-04')], [update('2026-03-04', 'cccccccccccc')]]) {
    const { date, asked } = await pushed(values);
    expect(date).toBe('2026-01-01T00:00:00+00:00');
    expect(asked.at(-1)).toBe(`/2.0/repositories/eve/fork/commit/${HEAD}`);
  }
});

test('without a source nothing is asked', async () => {
  expect(await pushed([], null)).toEqual({ date: undefined, asked: [] });
});
