import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentBranch, currentRepository } from '../../../src/core/git/current-repository.ts';
import { git, PLAIN_GIT } from '../../support/git-server.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'bbx-current-'));
});
afterEach(() => rmSync(cwd, { recursive: true, maxRetries: 10 }));

const env = { ...process.env, ...PLAIN_GIT, GIT_CEILING_DIRECTORIES: tmpdir() };
const find = (folder = cwd) => currentRepository({ cwd: folder, env }, 'https://bitbucket.org');

function repository(remotes: Record<string, string>): void {
  git(cwd, 'init', '-q', '-b', 'main');
  for (const [name, url] of Object.entries(remotes)) git(cwd, 'remote', 'add', name, url);
}

function follow(remote: string): void {
  git(cwd, 'commit', '-q', '--allow-empty', '-m', 'First');
  git(cwd, 'update-ref', `refs/remotes/${remote}/main`, 'HEAD');
  git(cwd, 'branch', '-q', `--set-upstream-to=${remote}/main`);
}

describe('the current repository is that of', () => {
  test('the one remote on Bitbucket, whatever its name', async () => {
    repository({ origin: 'https://github.com/x/y', cloud: 'git@bitbucket.org:acme/api.git' });
    expect(await find()).toEqual({ workspace: 'acme', repo: 'api' });
  });

  test('the remote that the branch follows', async () => {
    repository({
      origin: 'https://bitbucket.org/ann/api.git',
      'up/stream': 'https://bitbucket.org/acme/api.git',
    });
    follow('up/stream');
    expect(await find()).toEqual({ workspace: 'acme', repo: 'api' });
  });

  test('origin, where the branch follows none', async () => {
    repository({
      aaa: 'https://bitbucket.org/ann/api.git',
      origin: 'https://ann@bitbucket.org/acme/api.git',
    });
    expect(await find()).toEqual({ workspace: 'acme', repo: 'api' });
  });

  test('an address that the person has shortened', async () => {
    repository({ origin: 'bb:acme/api' });
    git(cwd, 'config', 'url.git@bitbucket.org:.insteadOf', 'bb:');
    expect(await find()).toEqual({ workspace: 'acme', repo: 'api' });
  });
});

describe('there is no current repository', () => {
  test('outside of any', async () => {
    expect(await find()).toBeUndefined();
  });

  test('where no remote is on Bitbucket', async () => {
    repository({ origin: 'https://github.com/x/y' });
    expect(await find()).toBeUndefined();
  });

  test('without git', async () => {
    const without = { cwd, env: { PATH: cwd } };
    expect(await currentRepository(without, 'https://bitbucket.org')).toBeUndefined();
  });

  test('where git refuses to look, and it says why', async () => {
    repository({});
    git(cwd, 'config', 'core.repositoryFormatVersion', '99');
    await expect(find()).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('repo version'),
    });
  });
});

describe('the current branch', () => {
  test('has its name, also before the first commit and with slashes', async () => {
    repository({});
    git(cwd, 'symbolic-ref', 'HEAD', 'refs/heads/feature/x');
    expect(await currentBranch({ cwd, env })).toBe('feature/x');
  });

  test('is none on a detached HEAD, which is said', async () => {
    repository({});
    git(cwd, 'commit', '-q', '--allow-empty', '-m', 'First');
    git(cwd, 'checkout', '-q', '--detach');
    await expect(currentBranch({ cwd, env })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('detached HEAD'),
    });
  });

  test('is none outside a repository, and that is said', async () => {
    await expect(currentBranch({ cwd, env })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('in no git repository'),
    });
  });
});
