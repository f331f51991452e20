import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json, run } from '../support/cli.ts';
import { homeForTest } from '../support/home.ts';

const SETTINGS = '.config/bbx/config.json';

/** bbx in a home of its own. */
function desk(more: Readonly<Record<string, string>> = {}) {
  const home = homeForTest();
  const env = { HOME: home.path, ...more };
  const bbx = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await run(['config', ...args], { env, cwd: home.path });
    return { stdout: stdout.toString(), stderr, exitCode };
  };
  const file = join(home.path, SETTINGS);
  const stored = () => JSON.parse(readFileSync(file, 'utf8'));
  return { home, env, bbx, file, stored };
}

describe('bbx config', () => {
  test('keeps a setting, prints it, and removes it again', async () => {
    const { bbx, stored } = desk();
    expect(await bbx('set', 'workspace', 'acme')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await bbx('get', 'workspace')).toMatchObject({ exitCode: 0, stdout: 'acme\n' });
    expect(stored()).toEqual({ workspace: 'acme' });
    await bbx('set', 'workspace', '--unset');
    expect(stored()).toEqual({});
    await bbx('set', 'pager', 'less');
    await bbx('set', 'pager', '');
    expect(stored()).toEqual({});
    expect(await bbx('get', 'pager')).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('leaves keys alone that it does not know', async () => {
    const { bbx, home, stored } = desk();
    home.put(SETTINGS, { later: { a: 1 }, output: 'json' });
    await bbx('set', 'editor', 'vim');
    expect(stored()).toEqual({ later: { a: 1 }, output: 'json', editor: 'vim' });
  });

  test('takes a file with certificates by its whole path', async () => {
    const { bbx, home, stored } = desk();
    const pem = home.put(
      'ca.pem',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    );
    await bbx('set', 'ca-file', 'ca.pem');
    expect(stored()).toEqual({ ca_file: pem });
    await bbx('set', 'ca_file', '~/ca.pem');
    expect(stored()).toEqual({ ca_file: pem });
  });

  const token = `ATATT3${'x'.repeat(40)}`;
  test.each([
    ['ca_file', 'absent.pem', 'cannot be read (ENOENT)'],
    ['ca_file', '.', 'cannot be read (EISDIR)'],
    ['proxy', 'proxy:3128', 'no address of a proxy'],
    ['proxy', 'socks5://127.0.0.1:1', 'no address of a proxy'],
    ['proxy', 'http://me:secretword@127.0.0.1:1', 'it holds a password'],
    ['output', 'xml', 'it is not "xml"'],
    ['workspace', 'a b', 'no workspace is called that'],
    ['workspace', token, 'it holds a token'],
    ['profile', 'work', 'There is no profile "work"'],
  ])('refuses %s %s', async (key, value, words) => {
    const { bbx, file } = desk();
    const { exitCode, stderr } = await bbx('set', key, value);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/secretword|ATATT3/);
    expect(existsSync(file)).toBe(false);
  });

  test('names near keys for one that it does not know', async () => {
    const { bbx } = desk();
    const { exitCode, stderr } = await bbx('get', 'proxi');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean proxy?');
    expect((await bbx('set', 'colour', 'red')).stderr).toContain('There are: profile, workspace');
    expect((await bbx('set', 'proxy')).stderr).toContain('VALUE is missing');
    expect((await bbx('get')).stderr).toContain('KEY is missing');
    expect((await bbx('set', 'proxy', 'x', '--unset')).exitCode).toBe(2);
  });

  test('says where each setting comes from', async () => {
    const { home, env } = desk({
      HTTPS_PROXY: 'http://me:secretword@127.0.0.1:1',
      EDITOR: 'nano',
      BITBUCKET_DEFAULT_WORKSPACE: '',
    });
    const profile = { kind: 'api-token', token: 'keychain', workspace: 'umbrella' };
    home.put(SETTINGS, { workspace: 'acme', output: 'json', profiles: { work: profile } });
    const ran = await run(['config', 'list'], { env });
    expect(ran.stdout.toString()).not.toContain('secretword');
    const where = join(home.path, SETTINGS);
    expect(json(ran)).toEqual({
      values: [
        { key: 'profile', value: 'work', from: 'default', where: null },
        { key: 'workspace', value: 'umbrella', from: 'profile', where: 'work' },
        { key: 'output', value: 'json', from: 'settings', where },
        { key: 'ca_file', value: null, from: 'default', where: null },
        {
          key: 'proxy',
          value: 'http://***@127.0.0.1:1',
          from: 'environment',
          where: 'HTTPS_PROXY',
        },
        { key: 'editor', value: 'nano', from: 'environment', where: 'EDITOR' },
        { key: 'pager', value: null, from: 'default', where: null },
        { key: 'keep', value: null, from: 'default', where: null },
      ],
    });
    const table = await run(['config', 'list', '-o', 'table'], { env });
    expect(table.stdout.toString()).toMatch(/^KEY +VALUE +FROM +WHERE\n/);
  });

  test('says when the environment goes before what was set', async () => {
    const { bbx } = desk({ BITBUCKET_DEFAULT_WORKSPACE: 'umbrella' });
    const { stderr } = await bbx('set', 'workspace', 'acme');
    expect(stderr).toContain(
      'BITBUCKET_DEFAULT_WORKSPACE is set in the environment, and goes first',
    );
    expect((await bbx('get', 'workspace')).stdout).toBe('umbrella\n');
  });

  test('changes the current profile to one that is there', async () => {
    const { bbx, home, stored } = desk();
    const profile = { kind: 'access-token', token: 'keychain' };
    home.put(SETTINGS, { profiles: { work: profile, play: profile } });
    expect((await bbx('list')).exitCode).toBe(0);
    await bbx('set', 'profile', 'play');
    expect(stored()).toMatchObject({ profile: 'play' });
    expect((await bbx('get', 'profile')).stdout).toBe('play\n');
  });

  test('keeps what agents may do, once it could start a server', async () => {
    const { bbx, stored } = desk();
    await bbx('set', 'mcp.read_only', 'true');
    await bbx('set', 'mcp.deny', 'POST,PUT /repositories/acme/**, DELETE /**');
    expect(await bbx('set', 'mcp.pin', 'acme other/web')).toMatchObject({ exitCode: 0 });
    const deny = ['POST,PUT /repositories/acme/**', 'DELETE /**'];
    expect(stored()).toEqual({ mcp: { read_only: true, deny, pin: ['acme', 'other/web'] } });
    expect((await bbx('get', 'mcp.deny')).stdout).toBe(`${deny.join(', ')}\n`);
    const wrong = [
      ['mcp.deny', 'PATCH /**', 'no PATCH'],
      ['mcp.read_only', 'yes', 'true, false'],
      ['mcp.tools', 'api,wiki', 'wiki'],
      ['mcp.readonly', 'true', 'Did you mean mcp.read_only'],
    ] as const;
    for (const [key, value, words] of wrong) {
      const { exitCode, stderr } = await bbx('set', key, value);
      expect(stderr).toContain(words);
      expect(exitCode).toBe(2);
    }
    expect((await bbx('list')).stdout).toContain('"mcp.pin"');
    for (const key of ['mcp.read-only', 'mcp.deny', 'mcp.pin']) await bbx('set', key, '--unset');
    expect(stored()).toEqual({});
  });

  test('leaves a broken file as it is', async () => {
    const { bbx, home, file } = desk();
    home.put(SETTINGS, '{"workspace": ');
    for (const args of [['set', 'workspace', 'acme'], ['get', 'workspace'], ['list']]) {
      expect(await bbx(...args)).toMatchObject({
        exitCode: 6,
        stderr: expect.stringContaining('is not valid JSON'),
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('{"workspace": ');
  });
});
