import { afterAll, beforeAll, expect, test } from 'vitest';
import { textAt } from '../../src/sandbox/json.ts';
import { tipOf } from './samples.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const BRANCHES = `${BACKEND}/refs/branches`;

test('a name with a slash or a # is found, encoded or with its slash', async () => {
  for (const name of ['feature/JWT-rotation', 'feature%2FJWT-rotation', 'spike%2Fgraphql%232']) {
    const { status, body } = await bitbucket.visit(`GET ${BRANCHES}/${name}`);
    expect([status, textAt(body, 'name')]).toEqual([200, decodeURIComponent(name)]);
  }
});

test('branches are merged into main or not, as git says', async () => {
  const ahead = async (name: string) => {
    const query = `include=${encodeURIComponent(name)}&exclude=main`;
    return (await bitbucket.visit(`GET ${BACKEND}/commits?${query}`)).values.length;
  };
  expect(await ahead('bugfix/utf8-names')).toBe(0);
  expect(await ahead('hotfix/login-500')).toBe(1);
});

test('a branch is created at a short hash, and deleted', async () => {
  const hash = await tipOf(bitbucket.visit, 'main');
  const send = { name: 'feature/x', target: { hash: hash.slice(0, 8) } };
  expect((await bitbucket.visit(`POST ${BRANCHES}`, { send })).status).toBe(201);
  expect((await bitbucket.visit(`POST ${BRANCHES}`, { send })).status).toBe(409);
  expect(await tipOf(bitbucket.visit, 'feature/x')).toBe(hash);
  expect((await bitbucket.visit(`DELETE ${BRANCHES}/feature/x`)).status).toBe(204);
  expect((await bitbucket.visit(`GET ${BRANCHES}/feature/x`)).status).toBe(404);
});

test('the main branch stays', async () => {
  expect((await bitbucket.visit(`DELETE ${BRANCHES}/main`)).status).toBe(400);
});

test('an unknown commit is named in the answer', async () => {
  const { status, body } = await bitbucket.visit(`GET ${BACKEND}/commit/deadbeef`);
  expect(status).toBe(404);
  expect(body).toMatchObject({
    error: { message: 'Commit not found', data: { shas: ['deadbeef'] } },
  });
});

test('an empty repository has no main branch', async () => {
  const { body } = await bitbucket.visit('GET /repositories/acme/empty');
  expect(body.mainbranch).toBeNull();
});
