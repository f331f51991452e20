import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../../src/sandbox/credentials.ts';
import { lacks } from '../support/needs.ts';
import { tipOf } from './samples.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

const run = promisify(execFile);
let bitbucket: Visited;
let home: string;

beforeAll(async () => {
  bitbucket = await visited();
  home = await mkdtemp(join(tmpdir(), 'bbx-sandbox-test-'));
});
afterAll(async () => {
  await bitbucket.sandbox.close();
  await rm(home, { recursive: true, force: true });
});

/** Runs git with a credential in a header, away from whoever runs the tests. */
async function git(user: string, { token }: Credential, ...args: string[]): Promise<string> {
  const header = `Authorization: Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: header,
    GIT_CONFIG_KEY_1: 'user.name',
    GIT_CONFIG_VALUE_1: 'Tester',
    GIT_CONFIG_KEY_2: 'user.email',
    GIT_CONFIG_VALUE_2: 'tester@acme.example',
  };
  return (await run('git', args, { cwd: home, env })).stdout;
}

const USER = 'x-bitbucket-api-token-auth';
const url = (slug: string) => `${bitbucket.sandbox.gitUrl}/acme/${slug}.git`;

test('a clone is pushed to, and the API shows it', async () => {
  const { full } = bitbucket.sandbox.credentials;
  await git(USER, full, 'clone', '--quiet', url('backend-api'), 'work');
  await writeFile(join(home, 'work', 'pushed.txt'), 'pushed\n');
  await git(USER, full, '-C', 'work', 'checkout', '--quiet', '-b', 'feature/pushed');
  await git(USER, full, '-C', 'work', 'add', 'pushed.txt');
  await git(USER, full, '-C', 'work', 'commit', '--quiet', '-m', 'Push it');
  expect(await tipOf(bitbucket.visit, 'feature/pushed')).toBe('');
  await git(USER, full, '-C', 'work', 'push', '--quiet', 'origin', 'feature/pushed');
  const tip = (await git(USER, full, '-C', 'work', 'rev-parse', 'HEAD')).trim();
  expect(await tipOf(bitbucket.visit, 'feature/pushed')).toBe(tip);
});

test('the first push to an empty repository makes its main branch', async () => {
  const { full } = bitbucket.sandbox.credentials;
  await git(USER, full, 'init', '--quiet', '--initial-branch=main', 'first');
  await git(USER, full, '-C', 'first', 'commit', '--quiet', '--allow-empty', '-m', 'First');
  await git(USER, full, '-C', 'first', 'push', '--quiet', url('empty'), 'main');
  const { body } = await bitbucket.visit('GET /repositories/acme/empty');
  expect(body.mainbranch).toMatchObject({ name: 'main' });
});

test('the user name decides: the e-mail fails for git, each token has its own', async () => {
  const { full, accessToken } = bitbucket.sandbox.credentials;
  const list = (user: string, credential: Credential) =>
    git(user, credential, 'ls-remote', url('infra'), 'main');
  expect(await list(USER, full)).toContain('refs/heads/main');
  expect(await list('x-token-auth', accessToken)).toContain('refs/heads/main');
  expect(await list(full.username, full)).toContain('refs/heads/main');
  await expect(list(full.email, full)).rejects.toThrow(/Authentication failed|could not read/);
  await expect(list(USER, accessToken)).rejects.toThrow(/Authentication failed|could not read/);
});

test('a token that only reads may clone and not push', async () => {
  const { readOnly } = bitbucket.sandbox.credentials;
  await git(USER, readOnly, 'clone', '--quiet', url('infra'), 'reader');
  await expect(
    git(USER, readOnly, '-C', 'reader', 'push', '--quiet', 'origin', 'HEAD:refs/heads/x'),
  ).rejects.toThrow(/403/);
});

test('a submodule of the same origin comes along', async () => {
  const { full } = bitbucket.sandbox.credentials;
  await git(USER, full, 'clone', '--quiet', '--recurse-submodules', url('with-submodule'), 'outer');
  expect(await readFile(join(home, 'outer', 'infra', 'README.md'), 'utf8')).toContain('# infra');
});

test('what Bitbucket keeps of closed pull requests is not shown to git', async () => {
  const { full } = bitbucket.sandbox.credentials;
  const refs = await git(USER, full, 'ls-remote', url('backend-api'));
  expect(refs).not.toContain('refs/sandbox');
  expect((await bitbucket.visit(`GET ${BACKEND}/pullrequests/1/commits`)).values).toHaveLength(1);
});

test('LFS objects go up and come down under the same credential', async () => {
  const { full } = bitbucket.sandbox.credentials;
  const oid = 'a'.repeat(64);
  const authorization = `Basic ${Buffer.from(`${USER}:${full.token}`).toString('base64')}`;
  const batch = async (operation: string) => {
    const response = await fetch(`${url('infra')}/info/lfs/objects/batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/vnd.git-lfs+json' },
      body: JSON.stringify({ operation, objects: [{ oid, size: 5 }] }),
    });
    return response.text();
  };
  expect(await batch('download')).toContain('Object does not exist');
  const href = /"upload":\{"href":"([^"]+)"/.exec(await batch('upload'))?.[1] ?? '';
  expect((await fetch(href, { method: 'PUT', body: 'large' })).status).toBe(401);
  await fetch(href, { method: 'PUT', body: 'large', headers: { authorization } });
  expect(await batch('download')).toContain(href);
  expect(await (await fetch(href, { headers: { authorization } })).text()).toBe('large');
});

test.skipIf(lacks('git-lfs'))('git-lfs itself pushes and clones', async () => {
  const { full } = bitbucket.sandbox.credentials;
  await git(USER, full, 'clone', '--quiet', url('frontend'), 'lfs');
  const here = (...args: string[]) => git(USER, full, '-C', 'lfs', ...args);
  await here('lfs', 'install', '--local');
  await here('lfs', 'track', '*.bin');
  await writeFile(join(home, 'lfs', 'large.bin'), Buffer.alloc(100_000, 7));
  await here('add', '.');
  await here('commit', '--quiet', '-m', 'Large');
  await here('push', '--quiet', 'origin', 'main');
  const kept = bitbucket.sandbox.world.repositories.get('frontend')?.lfs;
  expect([...(kept?.values() ?? [])].map((bytes) => bytes.length)).toEqual([100_000]);
});
