import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check, numberIn } from '../scripts/demo/expect.ts';
import { lacks } from './support/needs.ts';

const ROOT = new URL('..', import.meta.url);

let machine: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'bbx-test-'));
  mkdirSync(join(machine, 'tmp'));
});
afterEach(() => rmSync(machine, { recursive: true, maxRetries: 10 }));

/** `npm run demo` without its build, on a machine whose temporary folder can be looked at. */
function startDemo(environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: join(machine, 'tmp'), ...environment };
  const demo = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], { cwd: ROOT, env });
  const said = { stdout: '', stderr: '' };
  demo.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  demo.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    demo.on('close', (code) => resolve({ code, ...said }));
  });
  return { demo, ended };
}

/** What lies in the temporary folder, the caches of the tools aside. */
const leftBehind = () => readdirSync(join(machine, 'tmp')).filter((name) => name.startsWith('bbx'));

describe.skipIf(lacks('git'))('the demo', () => {
  test('plays to its end, prints each command before its answer, and leaves nothing', async () => {
    // Credentials of whoever runs it must play no part.
    const { code, stdout, stderr } = await startDemo({ BITBUCKET_ACCESS_TOKEN: 'of-somebody' })
      .ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const inOrder = [
      '$ bbx get /repositories/acme/backend-api/pullrequests --limit 5 -o table',
      'ID   TITLE',
      '66 open',
      '-o toon',
      '[5]{id,title,by}:',
      '/42/diff | head',
      'diff --git',
      '$ bbx post',
      '{"id":',
      '$ bbx clone backend-api',
      'Cloned acme/backend-api',
      '> bb_get',
      '20 of 66 shown',
      '> bb_post',
      '> bb_clone',
      'Every step did what it should',
    ];
    const places = inOrder.map((text, index) => {
      const before = inOrder.slice(0, index).reduce((at, part) => stdout.indexOf(part, at), 0);
      return stdout.indexOf(text, before);
    });
    expect(places).not.toContain(-1);
    expect(stdout).not.toContain('\u001b[');
    expect(stdout).not.toContain('ATATT');
    expect(leftBehind()).toEqual([]);
  });

  test('ends with 130 on ^C, even when it comes twice, and leaves nothing', async () => {
    const { demo, ended } = startDemo();
    const interrupt = () => demo.kill('SIGINT') && demo.kill('SIGINT');
    demo.stdout.once('data', interrupt);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).not.toContain('Every step');
    expect(stderr).toBe('');
    expect(leftBehind()).toEqual([]);
  });

  test('says what is missing on a machine without git', async () => {
    const { code, stdout, stderr } = await startDemo({ PATH: machine }).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('git is not on the PATH');
  });
});

describe('what an answer of the demo has to contain', () => {
  test('is named when it is not there', () => {
    expect(() => check('all well', ['well', /^all/])).not.toThrow();
    expect(() => check('all well', ['well', /^ill/])).toThrow('the answer lacks /^ill/');
  });

  test('can be an id', () => {
    expect(numberIn('id: 611204331')).toBe('611204331');
    expect(() => numberIn('id: 42')).toThrow('names no id');
  });
});
