import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readConfig } from '../../../src/core/config.ts';
import type { Context } from '../../../src/core/context.ts';
import { endpoints } from '../../../src/operations/api/endpoints.ts';

const Answered = z.object({
  kind: z.literal('data'),
  data: z.object({ values: z.array(z.record(z.string(), z.unknown())), size: z.number() }),
});

/** Runs it without a network: the catalogue has to answer alone. */
async function run(words: string[], limit?: number) {
  const notes: string[] = [];
  const context: Context = {
    config: readConfig({}),
    client: { send: () => Promise.reject(new Error('no request is needed')) },
    signal: new AbortController().signal,
    cwd: '/',
    progress: () => {},
    note: (text) => notes.push(text),
    unbroken: (work) => work(context),
  };
  const answer = await endpoints.run(endpoints.input.parse({ words, limit }), context);
  return { ...Answered.parse(answer), notes };
}

test('rows tell method, path, scopes, query names and page size', async () => {
  const { data, notes } = await run(['pull', 'request'], 2);
  expect(data.values).toEqual([
    {
      method: 'GET',
      path: '/repositories/{workspace}/{repo_slug}/pullrequests',
      scopes: 'read:pullrequest',
      query: 'state q sort',
      pagelen: 50,
    },
    {
      method: 'POST',
      path: '/repositories/{workspace}/{repo_slug}/pullrequests',
      scopes: 'read:pullrequest write:pullrequest',
      query: '',
      pagelen: null,
    },
  ]);
  expect(notes).toContain(`2 of ${data.size} shown; --limit ${data.size} shows all of them`);
  expect(data.size).toBeGreaterThan(30);
});

test('a removed path is a row of its own, with what to use instead', async () => {
  const { data } = await run(['/repositories/acme/web/issues/3']);
  expect(data.values).toEqual([
    {
      method: '*',
      path: '/repositories/{workspace}/{repo_slug}/issues/{path}',
      scopes: '',
      query: '',
      pagelen: null,
      status: 'removed',
      since: '2026-08-20',
      instead: "Bitbucket's issue tracker is gone; issues live in Jira now.",
    },
  ]);
});

test('a word that names only removed operations finds those', async () => {
  const { data } = await run(['wiki']);
  expect(data.values).toMatchObject([{ status: 'removed', since: '2026-08-20' }]);
});

test('removed operations beside living ones are noted, and the rows stay narrow', async () => {
  const { data, notes } = await run(['workspaces']);
  expect(data.values.every((row) => !('status' in row))).toBe(true);
  expect(notes[0]).toBe('GET /workspaces was removed (2026-04-14). Use /user/workspaces.');
});

test('a deprecated operation says so, and every row has the same columns', async () => {
  const { data } = await run(['/search/code']);
  expect(data.values.map((row) => row.status)).toEqual(['deprecated', 'deprecated', 'deprecated']);
  const mixed = await run(['variables'], 1000);
  expect(new Set(mixed.data.values.map((row) => Object.keys(row).join())).size).toBe(1);
  expect(new Set(mixed.data.values.map((row) => row.status))).toEqual(
    new Set(['current', 'deprecated']),
  );
});

test('no match is an error that names the nearest words', async () => {
  await expect(run(['webhok'])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    hint: expect.stringContaining('webhook'),
  });
  await expect(run(['pr', 'qqqqqq'])).rejects.toMatchObject({
    hint: expect.stringContaining('Leave out qqqqqq'),
  });
});

test('without words it lists the catalogue, thirty rows unless asked for more', async () => {
  const some = await run([]);
  expect(some.data.values).toHaveLength(30);
  expect(some.notes).toEqual(['30 of 294 shown; --limit 294 shows all of them']);
  const all = await run([], 1000);
  expect(all.data.values).toHaveLength(294);
  expect(all.notes).toEqual([]);
});
