import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, textAt } from '../../src/sandbox/json.ts';
import { BACKEND_FILES } from '../../src/sandbox/seed/backend-files.ts';
import { tipOf } from './samples.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const get = (path: string) => bitbucket.visit(`GET ${path}`);
const follow = (path: string) => bitbucket.visit(`GET ${path}`, { redirect: 'follow' });
const message = (body: Json) => textAt(body, 'error', 'message');

describe('files', () => {
  test.each([
    ['assets/logo.png', 'image/png'],
    ['config/limits.json', 'application/json'],
    ['docs/windows-setup.txt', 'text/plain'],
    ['docs/noms.txt', 'text/plain'],
    ['docs/a file with spaces.md', 'text/markdown'],
    ['src/orders/deep/nested/leaf.ts', 'video/mp2t'],
  ])('%s arrives byte for byte', async (path, type) => {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const { bytes, headers } = await get(`${BACKEND}/src/main/${encoded}`);
    expect(bytes.equals(Buffer.from(BACKEND_FILES[path] ?? ''))).toBe(true);
    expect(headers.get('content-type')).toBe(type);
  });

  test('a branch with a slash is not found in /src, encoded or not', async () => {
    for (const name of ['feature/JWT-rotation', 'feature%2FJWT-rotation']) {
      const { status, body } = await get(`${BACKEND}/src/${name}/README.md`);
      expect([status, message(body)]).toEqual([404, 'Commit not found']);
    }
    const hash = await tipOf(bitbucket.visit, 'feature/JWT-rotation');
    expect((await get(`${BACKEND}/src/${hash}/README.md`)).status).toBe(200);
    expect((await get(`${BACKEND}/commits?include=feature%2FJWT-rotation`)).status).toBe(200);
    expect((await get(`${BACKEND}/commits/feature%2FJWT-rotation`)).status).toBe(404);
  });

  test('a directory is a list, /src leads to the tip, and a missing file says so', async () => {
    const root = await get(`${BACKEND}/src`);
    expect(root.status).toBe(302);
    expect(root.headers.get('location')).toMatch(/\/src\/[0-9a-f]{40}\/$/);
    const { values } = await get(`${BACKEND}/src/main/docs/?pagelen=50`);
    expect(values.map((one) => textAt(one, 'path'))).toContain('docs/noms.txt');
    const meta = await get(`${BACKEND}/src/main/assets/logo.png?format=meta`);
    expect(meta.body).toMatchObject({ type: 'commit_file', size: 70, attributes: ['binary'] });
    const lost = await get(`${BACKEND}/src/main/nothing.ts`);
    expect([lost.status, message(lost.body)]).toEqual([
      404,
      'No such file or directory: nothing.ts',
    ]);
  });

  test('the history of a file is there to be asked for', async () => {
    const path = '/repositories/acme/payments-service';
    const { values } = await get(`${path}/filehistory/main/src/config/retry.ts`);
    expect(values).toHaveLength(6);
    const commits = await get(`${path}/commits/main?path=src/config/retry.ts&pagelen=5`);
    expect(textAt(commits.values[0], 'message')).toBe('Start the back-off at 250 ms\n');
  });

  test('a form commits files to a branch, and a stale parent is refused', async () => {
    const form = new FormData();
    form.append('message', 'Add a note');
    form.append('branch', 'feature/notes');
    form.append('/notes/new.bin', new Blob([Uint8Array.of(0, 255, 13, 10)]), 'new.bin');
    form.append('files', 'README.md');
    const made = await bitbucket.visit(`POST ${BACKEND}/src`, { raw: form });
    expect(made.status).toBe(201);
    const hash = made.headers.get('location')?.split('/').at(-1);
    const { bytes } = await get(`${BACKEND}/src/${hash}/notes/new.bin`);
    expect([...bytes]).toEqual([0, 255, 13, 10]);
    expect((await get(`${BACKEND}/src/${hash}/README.md`)).status).toBe(404);
    const stale = new URLSearchParams({ 'a.txt': 'a', branch: 'main', parents: '1'.repeat(40) });
    expect((await bitbucket.visit(`POST ${BACKEND}/src`, { raw: stale })).status).toBe(409);
  });
});

describe('diffs', () => {
  test('a pull request leads to the diff of its commits, %0D and query kept', async () => {
    const { status, headers } = await get(`${BACKEND}/pullrequests/42/diff?context=1`);
    expect(status).toBe(302);
    expect(headers.get('location')).toMatch(
      /\/2\.0\/repositories\/acme\/backend-api\/diff\/acme\/backend-api:[0-9a-f]{12}%0D[0-9a-f]{12}\?context=1&from_pullrequest_id=42&topic=true$/,
    );
    const alone = await bitbucket.visit(`GET ${headers.get('location')}`, { as: null });
    expect(alone.status).toBe(404);
  });

  test('the diff is git’s own, and can be narrowed', async () => {
    const whole = await follow(`${BACKEND}/pullrequests/42/diff`);
    expect(whole.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(whole.text).toContain("+    throw new ApiError(401, 'bad signature');");
    const one = await follow(`${BACKEND}/pullrequests/42/diff?path=src/errors.ts&context=0`);
    expect(one.text.match(/^diff --git/gm)).toHaveLength(1);
    expect(one.text.length).toBeLessThan(whole.text.length);
  });

  test('a diffstat counts, and two commits compare as source..destination', async () => {
    const { values } = await follow(`${BACKEND}/pullrequests/42/diffstat`);
    expect(values).toMatchObject([
      { status: 'modified', new: { path: 'src/auth/jwt.ts' } },
      { status: 'added', old: null, new: { path: 'src/auth/keys.ts' } },
      { status: 'modified' },
      { status: 'added' },
    ]);
    const forward = await get(`${BACKEND}/diff/main..v2.0.0?topic=false&path=src/health.ts`);
    expect(forward.text).toContain('+export const health');
    const backward = await get(`${BACKEND}/diff/v2.0.0..main?topic=false&path=src/health.ts`);
    expect(backward.text).toContain('-export const health');
  });
});
