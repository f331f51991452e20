import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { BBX, json, run, start } from '../support/cli.ts';
import { lacks } from '../support/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbx-sandboxes-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
/** What sandboxes have left behind. */
const left = () => readdirSync(folder).filter((name) => name.startsWith('bbx-'));
const env = { TMPDIR: folder };

/** One that runs alone, and ends with the test whatever becomes of that. */
function started() {
  const running = start(['sandbox'], { env });
  onTestFinished(async () => {
    running.child.kill();
    await running.ended;
  });
  return running;
}

describe.skipIf(lacks('git'))('bbx sandbox', () => {
  test('alone prints the lines to use it from another shell, and ends with ^C', async () => {
    const { child, ended } = started();
    const lines = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk;
        if (text.includes('BITBUCKET_DEFAULT_WORKSPACE')) resolve(text);
      });
    });
    const variables = Object.fromEntries(
      lines
        .trim()
        .split('\n')
        .map((line) => /^export (\w+)='(.*)'$/.exec(line)?.slice(1) ?? []),
    );
    expect(json(await run(['get', '/user'], { env: variables }))).toHaveProperty(
      'nickname',
      'maya',
    );
    child.kill('SIGINT');
    const { exitCode, stderr } = await ended;
    expect(stderr).toContain('until ^C');
    expect(exitCode).toBe(0);
    expect(left()).toEqual([]);
  });

  test('around a command gives it an account, and passes its exit code on', async () => {
    const inside = await run(
      ['sandbox', '--', process.execPath, BBX, 'get', '/user', '--jq', 'nickname', '-o', 'raw'],
      { env },
    );
    expect(inside.stdout.toString()).toBe('maya\n');
    expect(inside.exitCode).toBe(0);
    const failed = await run(['sandbox', '--', 'sh', '-c', 'exit 7'], { env });
    expect(failed.exitCode).toBe(7);
    const killed = await run(['sandbox', '--', 'sh', '-c', 'kill -TERM $$'], { env });
    expect(killed.exitCode).toBe(143);
    expect(left()).toEqual([]);
  });

  test('gives the command its arguments as they are, -h and --help too', async () => {
    const { stdout } = await run(['sandbox', '--', 'echo', '-h', '--help', '--', '-i'], { env });
    expect(stdout.toString()).toBe('-h --help -- -i\n');
  });

  test('hides the credentials of the person from the command', async () => {
    const own = { BITBUCKET_ACCESS_TOKEN: 'mine', ATLASSIAN_API_TOKEN: 'mine' };
    const { stdout } = await run(['sandbox', '--', 'env'], { env: { ...env, ...own } });
    expect(stdout.toString()).not.toContain('mine');
  });

  test('around a command that is not there says so', async () => {
    const { exitCode, stderr } = await run(['sandbox', '--', 'no-such-program'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: .*no-such-program.*\nhint: .+\n$/);
    expect(left()).toEqual([]);
  });

  test('on a port that is taken says so', async () => {
    const { child, ended } = started();
    const url = await new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) =>
        resolve(/BBX_API_URL='(.*)'/.exec(String(chunk))?.[1] ?? ''),
      );
    });
    const { exitCode, stderr } = await run(['sandbox', '--port', new URL(url).port], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: .*port.*\nhint: .+\n$/i);
    child.kill('SIGTERM');
    await ended;
    expect(left()).toEqual([]);
  });
});
