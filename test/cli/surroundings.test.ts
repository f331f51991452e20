import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BBX, json } from '../support/cli.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const folder = mkdtempSync(join(tmpdir(), 'bbx-surroundings-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

describe('the home', () => {
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  test.each([
    ['absent', '/no/such/home'],
    ['no folder', '/dev/null'],
    ['empty', ''],
    ['not writable', locked],
    ['unset', undefined],
  ])('that is %s does no harm (D39)', async (_, HOME) => {
    const ran = await desk.bbx(['get', '/user'], { cwd: folder, env: { HOME } });
    expect(json(ran)).toHaveProperty('nickname', 'maya');
    expect(ran.stderr).toBe('');
  });

  test('may hold credentials in ~/.mcp/configs.json, which is only read', async () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, '.mcp'), { recursive: true });
    const { ATLASSIAN_USER_EMAIL, ATLASSIAN_API_TOKEN } = desk.env;
    const environments = {
      ATLASSIAN_USER_EMAIL,
      ATLASSIAN_API_TOKEN,
      BITBUCKET_DEFAULT_WORKSPACE: 'acme',
    };
    writeFileSync(join(home, '.mcp/configs.json'), JSON.stringify({ bitbucket: { environments } }));
    const none = {
      ATLASSIAN_USER_EMAIL: undefined,
      ATLASSIAN_API_TOKEN: undefined,
      BITBUCKET_DEFAULT_WORKSPACE: undefined,
    };
    const ran = await desk.bbx(['get', '/workspaces/{workspace}', '--jq', 'slug'], {
      cwd: folder,
      env: { HOME: home, ...none },
    });
    expect(json(ran)).toBe('acme');
    expect(readdirSync(home)).toEqual(['.mcp']);
    expect(readdirSync(join(home, '.mcp'))).toEqual(['configs.json']);
  });
});

describe('the current folder', () => {
  test.each([
    ['get', '/user'],
    ['config', 'list'],
  ])('that is gone is said to be so by bbx %s %s', async (...args) => {
    const cwd = mkdtempSync(join(folder, 'gone-'));
    const script = `rmdir '${cwd}' && exec '${process.execPath}' '${BBX}' ${args.join(' ')}`;
    const env = { PATH: process.env.PATH, HOME: folder, ...desk.env };
    const ran = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8' });
    expect(ran.stderr).toMatch(/^error: The current folder is gone/);
    expect(ran.status).toBe(6);
  });

  test.each(['', '.'])('is no home, also when HOME is %j', async (HOME) => {
    const cwd = mkdtempSync(join(folder, 'no-home-'));
    mkdirSync(join(cwd, '.mcp'));
    const environments = { BITBUCKET_DEFAULT_WORKSPACE: 'theirs' };
    writeFileSync(join(cwd, '.mcp/configs.json'), JSON.stringify({ bitbucket: { environments } }));
    const env = { HOME, BITBUCKET_DEFAULT_WORKSPACE: undefined };
    const ran = await desk.bbx(['get', '/workspaces/{workspace}'], { cwd, env });
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stderr).not.toContain('theirs');
    expect(desk.asked).toEqual([]);
  });

  test('is never read for .env or package.json (D37)', async () => {
    const cwd = mkdtempSync(join(folder, 'checkout-'));
    writeFileSync(
      join(cwd, '.env'),
      'BBX_API_URL=https://evil.example\nATLASSIAN_API_TOKEN=other\nGIT_SSH_COMMAND=touch PWNED;\nNODE_TLS_REJECT_UNAUTHORIZED=0\n',
    );
    writeFileSync(
      join(cwd, 'package.json'),
      '{"name": "../../../evil/x", "oclif": {"commands": "./evil"}}',
    );
    expect(json(await desk.bbx(['get', '/user'], { cwd }))).toHaveProperty('nickname', 'maya');
    const ssh = await desk.bbx(['clone', 'acme/frontend', '--ssh'], {
      cwd,
      env: { BBX_GIT_URL: 'https://no-such-host.invalid', PATH: `${process.env.PATH}` },
    });
    expect(ssh.exitCode).toBe(6);
    expect(readdirSync(cwd).sort()).toEqual(['.env', 'package.json']);
  });
});

describe('what asks for nothing', () => {
  test.each([['--help'], ['--version'], ['get', '--help'], ['endpoints', 'webhook']])(
    'bbx %s writes no file (D36)',
    async (...args) => {
      const cwd = mkdtempSync(join(folder, 'cwd-'));
      const home = mkdtempSync(join(folder, 'home-'));
      const ran = await desk.bbx(args, { cwd, env: { HOME: home } });
      expect(ran.exitCode).toBe(0);
      expect(ran.stderr.replace(/^\d+ of .*\n/, '')).toBe('');
      expect([...readdirSync(cwd), ...readdirSync(home)]).toEqual([]);
      expect(desk.requests).toEqual([]);
    },
  );

  test('help is there by every way that people try', async () => {
    const [flag, short, word, none] = await Promise.all(
      [
        ['get', '--help'],
        ['get', '-h'],
        ['help', 'get'],
        ['get', '/user', '--help'],
      ].map((args) => desk.bbx(args)),
    );
    for (const ran of [short, word, none])
      expect(ran?.stdout.toString()).toBe(flag?.stdout.toString());
    expect(flag?.stdout.toString()).toContain('bbx get PATH [FLAGS]');
    const root = await Promise.all(
      [[], ['--help'], ['-h'], ['help']].map((args) => desk.bbx(args)),
    );
    for (const ran of root) expect(ran.stdout.toString()).toBe(root[0]?.stdout.toString());
  });
});
