import { access } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportLines } from '../../src/sandbox/export-lines.ts';
import { objectAt, textAt } from '../../src/sandbox/json.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

test('two sandboxes hold the same, hash for hash and second for second', async () => {
  const other = await visited();
  try {
    for (const path of [
      `${BACKEND}/refs/branches?pagelen=100`,
      `${BACKEND}/pullrequests?pagelen=50&state=OPEN`,
    ]) {
      const plain = ({ text }: { text: string }) => text.replace(/127\.0\.0\.1:\d+/g, 'HOST');
      expect(plain(await other.visit(`GET ${path}`))).toBe(
        plain(await bitbucket.visit(`GET ${path}`)),
      );
    }
  } finally {
    await other.sandbox.close();
  }
});

test('dates are written as Bitbucket writes them, and none lies ahead', async () => {
  const { values } = await bitbucket.visit(`GET ${BACKEND}/pullrequests?pagelen=50`);
  for (const pr of values) {
    const [created, updated] = [textAt(pr, 'created_on') ?? '', textAt(pr, 'updated_on') ?? ''];
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect(created <= updated && updated < '2026-11-20T12:00:00').toBe(true);
  }
});

test('branches are of every age, with and without a pull request', async () => {
  const { values } = await bitbucket.visit(
    `GET ${BACKEND}/refs/branches?pagelen=100&sort=target.date`,
  );
  const old = values.filter(
    (one) => (textAt(objectAt(one, 'target'), 'date') ?? '') < '2026-08-22',
  );
  const names = old.map((one) => textAt(one, 'name') ?? '');
  const backend = bitbucket.sandbox.world.repositories.get('backend-api');
  const open = backend?.pullRequests.filter(({ state }) => state === 'OPEN') ?? [];
  const busy = new Set(open.map(({ source }) => source.branch));
  expect(names.some((name) => busy.has(name))).toBe(true);
  expect(names.filter((name) => !busy.has(name)).length).toBeGreaterThan(6);
});

test('another now moves everything with it', async () => {
  const moved = await startSandbox({ now: new Date('2027-01-01T00:00:00Z') });
  const pr = moved.world.repositories.get('backend-api')?.pullRequests.at(-1);
  expect(pr?.createdOn).toMatch(/^2026-12-31/);
  await moved.close();
});

test('the export lines name all that bbx needs', () => {
  expect(exportLines(bitbucket.sandbox).map((line) => line.replace(/=.*/, ''))).toEqual([
    'export ATLASSIAN_USER_EMAIL',
    'export ATLASSIAN_API_TOKEN',
    'export BBX_API_URL',
    'export BBX_GIT_URL',
    'export BITBUCKET_DEFAULT_WORKSPACE',
  ]);
});

test('closing leaves nothing behind, and a port that is taken is an error', async () => {
  const port = Number(new URL(bitbucket.sandbox.url).port);
  await expect(startSandbox({ port })).rejects.toThrow(/EADDRINUSE/);
  const short = await startSandbox();
  await short.close();
  await expect(access(short.world.gitRoot)).rejects.toThrow();
  await expect(fetch(short.url)).rejects.toThrow();
});
