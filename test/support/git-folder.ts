import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { PLAIN_GIT } from './git-server.ts';

const start = promisify(execFile);

/** A folder for one test, and real git in it. */
export interface GitFolder {
  readonly path: string;
  /** Runs git and gives what it wrote, trimmed; a failure throws. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Writes a file and commits it; gives the commit. */
  readonly commit: (message: string, file?: string, content?: string) => Promise<string>;
}

/** Makes a folder that is gone when the test is over; git in it is signed in to the sandbox. */
export function gitFolder(sandbox?: Sandbox): GitFolder {
  const path = mkdtempSync(join(tmpdir(), 'bbx-git-folder-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10 }));
  const env = { PATH: process.env.PATH, HOME: path, ...PLAIN_GIT, ...signIn(sandbox) };
  const git = async (...args: readonly string[]) =>
    (await start('git', [...args], { cwd: path, env })).stdout.trim();
  const commit = async (message: string, file = 'file.txt', content = `${message}\n`) => {
    writeFileSync(join(path, file), content);
    await git('add', file);
    await git('commit', '-q', '-m', message);
    return await git('rev-parse', 'HEAD');
  };
  return { path, git, commit };
}

/** A clone of a repository of the sandbox. */
export async function cloneOf(sandbox: Sandbox, repo: string): Promise<GitFolder> {
  const folder = gitFolder(sandbox);
  await folder.git('clone', '-q', `${sandbox.gitUrl}/acme/${repo}.git`, '.');
  return folder;
}

function signIn(sandbox: Sandbox | undefined): Record<string, string> {
  if (sandbox === undefined) return {};
  const login = `x-bitbucket-api-token-auth:${sandbox.credentials.full.token}`;
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(login).toString('base64')}`,
  };
}
