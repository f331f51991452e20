import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runGit, tryGit } from '../../../src/core/git/run-git.ts';

const cwd = mkdtempSync(join(tmpdir(), 'bbx-run-git-'));
afterAll(() => rmSync(cwd, { recursive: true, maxRetries: 10 }));
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** git runs any words through its shell, which makes it say and do what a test wants. */
const shell = (command: string) => ['-c', `alias.say=!${command}`, 'say'];

test('gives what git wrote', async () => {
  expect(await runGit(['--version'], { cwd, env })).toEqual({
    stdout: expect.stringMatching(/^git version /),
  });
});

test('hands over what git shall read', async () => {
  const { stdout } = await runGit(['hash-object', '--stdin'], { cwd, env, input: 'hello\n' });
  expect(stdout).toBe('ce013625030ba8dba906f756967f9e9ca394464a\n');
});

test('a failure keeps git’s last words and its exit code, and invents no status', async () => {
  const failed = runGit(['rev-parse', '--verify', 'nothing'], { cwd, env });
  const error = await failed.catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'GIT_FAILED',
    status: undefined,
    message: expect.stringMatching(/^git failed \(exit code 128\): fatal: not a git repository/),
  });
});

test('what a server says through git reaches the terminal as plain text, without progress', async () => {
  const lines: string[] = [];
  const command = String.raw`printf 'Receiving objects:  1%%\rReceiving objects: 99%%\r\nremote: \033[31mred\033[0m \007bell\nlast' >&2; exit 3`;
  const { words, exitCode } = await tryGit(shell(command), {
    cwd,
    env,
    onProgress: (line) => lines.push(line),
  });
  expect(lines).toEqual([
    'Receiving objects:  1%',
    'Receiving objects: 99%',
    'remote: red  bell',
    'last',
  ]);
  expect([words, exitCode]).toEqual([['remote: red  bell', 'last'], 3]);
});

test('secrets are kept from git’s children and masked in its words', async () => {
  const secrets = {
    ATLASSIAN_API_TOKEN: 'ATATT3-one',
    BITBUCKET_ACCESS_TOKEN: 'ATCTT3-two',
    ATLASSIAN_BITBUCKET_APP_PASSWORD: 'ATBB-three',
    OTHER_NAME: 'see ATATT3-one',
    THIRD: 'from-the-file',
  };
  const { stdout } = await runGit(shell('env'), {
    cwd,
    env: { ...env, ...secrets, ATLASSIAN_USER_EMAIL: 'ann@example.com' },
    secrets: ['from-the-file'],
  });
  expect(stdout).not.toMatch(/ATATT3-one|ATCTT3-two|ATBB-three|from-the-file/);
  expect(stdout).toContain('ATLASSIAN_USER_EMAIL=ann@example.com');
  const loud = tryGit(shell("echo 'it is ATATT3''-one' >&2; false"), {
    cwd,
    env: { ...env, ...secrets },
  });
  expect((await loud).words).toEqual(['it is ***']);
});

test('a folder that is not there is named, and git is not blamed', async () => {
  const absent = join(cwd, 'absent');
  await expect(runGit(['status'], { cwd: absent, env })).rejects.toMatchObject({
    code: 'FILE',
    message: `No such folder: ${absent}.`,
  });
});

test('an absent git is told with the way to get it', async () => {
  await expect(runGit(['status'], { cwd, env: { PATH: cwd } })).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: 'git is not installed.',
    hint: expect.stringContaining('https://git-scm.com'),
  });
});

describe.skipIf(process.platform === 'win32')('an abort', () => {
  const started = (command: string, signal: AbortSignal) =>
    new Promise<{ pid: number; end: Promise<unknown> }>((resolve) => {
      const end = runGit(shell(`echo $$ >&2; ${command}`), {
        cwd,
        env,
        signal,
        onProgress: (line) => resolve({ pid: Number(line), end }),
      }).catch((caught: unknown) => caught);
    });
  const runs = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  test('stops git and what git started', async () => {
    const stop = new AbortController();
    const { pid, end } = await started('sleep 60; true', stop.signal);
    expect(runs(pid)).toBe(true);
    stop.abort();
    expect(await end).toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => runs(pid)).toBe(false);
  });

  test('stops those that do not listen, and lets none hold it up', async () => {
    const stop = new AbortController();
    const { pid, end } = await started("trap '' TERM; while :; do sleep 1; done", stop.signal);
    stop.abort();
    expect(await end).toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => runs(pid)).toBe(false);
  });

  test('that came before lets git not start at all', async () => {
    const file = join(cwd, 'started');
    writeFileSync(file, '');
    await expect(
      runGit(shell(`rm ${file}`), { cwd, env, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    rmSync(file);
  });
});
