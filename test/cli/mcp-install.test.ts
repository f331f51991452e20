import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isJsonObject } from '../../src/core/bitbucket/json-object.ts';
import { BBX, json, run } from '../support/cli.ts';
import { homeForTest } from '../support/home.ts';

const TOKEN = 'ATATT3xFfGF0secretsecretsecret';

const rowsOf = (value: unknown) => (Array.isArray(value) ? value.filter(isJsonObject) : []);

describe('bbx mcp install, list and uninstall', () => {
  test('put bbx into two clients, start it as they would, and take it out again', async () => {
    const home = homeForTest();
    const env = { HOME: home.path, ATLASSIAN_API_TOKEN: TOKEN, ATLASSIAN_USER_EMAIL: 'a@b.c' };
    home.put('.cursor/mcp.json', '{\n  // mine\n}\n');
    const bbx = (...args: string[]) => run(args, { env, cwd: home.path });

    const added = await bbx('mcp', 'install', 'codex', 'cursor');
    expect(json(added)).toMatchObject([
      { client: 'codex', scope: 'user', server: 'bitbucket', result: 'added' },
      { client: 'cursor', result: 'added', command: [process.execPath, BBX, 'mcp'] },
    ]);
    expect(added.stderr).toContain('The token of this shell is not written anywhere');
    const files = readdirSync(home.path, {
      recursive: true,
      encoding: 'utf8',
      withFileTypes: true,
    });
    const written = files.filter((file) => file.isFile());
    expect(written.map(({ name }) => name).sort()).toEqual([
      'config.toml',
      'mcp-clients.json',
      'mcp.json',
    ]);
    for (const { parentPath, name } of written) {
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain(TOKEN);
    }

    // One that has gone since, and one that does not start as it should.
    home.put('.kiro/settings/mcp.json', {
      mcpServers: {
        gone: { command: '/opt/gone/bbx', args: ['mcp'] },
        wrong: { command: process.execPath, args: [BBX, 'mcp', '--no-such-flag'] },
      },
    });
    home.put('work/.mcp.json', {
      mcpServers: {
        evil: { command: './bbx', args: ['mcp'] },
        bare: { command: 'bbx', args: ['mcp'] },
      },
    });
    home.put('.gemini/settings.json', '{"mcpServers": {"bbx": ');
    const path = join(home.path, 'bin');
    mkdirSync(path);
    const work = { env: { ...env, PATH: path }, cwd: join(home.path, 'work') };
    const list = rowsOf(json(await run(['mcp', 'list'], work)));
    const said = list.map(({ client, scope, server, works, seen }) => [
      client,
      scope,
      server,
      works,
      seen,
    ]);
    expect(said).toEqual([
      ['claude-code', 'project', 'evil', 'unknown', expect.stringContaining('not started')],
      ['claude-code', 'project', 'bare', 'no', 'not found: bbx'],
      ['cursor', 'user', 'bitbucket', 'yes', expect.stringMatching(/^answers as bbx \d/)],
      ['codex', 'user', 'bitbucket', 'yes', expect.stringMatching(/^answers as bbx \d/)],
      ['copilot', 'project', 'evil', 'unknown', expect.anything()],
      ['copilot', 'project', 'bare', 'no', 'not found: bbx'],
      ['kiro', 'user', 'gone', 'no', 'not found: /opt/gone/bbx'],
      ['kiro', 'user', 'wrong', 'no', expect.stringContaining('There is no flag --no-such-flag')],
      ['gemini', 'user', '', 'no', 'the file is broken'],
    ]);

    const removed = await bbx('mcp', 'uninstall');
    // gemini's file cannot be looked into, and the exit code says so.
    expect(removed.exitCode).toBe(6);
    expect(removed.stderr).toContain('is not valid JSON at line 1, column');
    expect(
      rowsOf(JSON.parse(removed.stdout.toString())).map(({ client, result }) => [client, result]),
    ).toEqual([
      ['cursor', 'removed'],
      ['codex', 'removed'],
      ['gemini', 'left alone'],
      // It has bbx under other names, and the row says so.
      ['kiro', 'not there'],
    ]);
    expect(readFileSync(join(home.path, '.cursor/mcp.json'), 'utf8')).toBe('{\n  // mine\n}\n');
    expect(existsSync(join(home.path, '.codex'))).toBe(false);
  });

  test('says to a person what to do next, and takes only a profile that there is', async () => {
    const home = homeForTest();
    const env = { HOME: home.path };
    const { stdout, stderr } = await run(['mcp', 'install', 'zed', '-o', 'table'], { env });
    expect(stdout.toString()).toBe(
      `zed  added  ${join(home.path, '.config/zed/settings.json')}\n     Zed reads its file again by itself.\n`,
    );
    expect(stderr).toBe('Nobody is signed in yet: run bbx auth login next.\n');
    const wrong = await run(['mcp', 'install', 'zed', '--profile', 'work'], { env });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('There is no profile "work"');
    const groups = await run(['mcp', 'install', 'zed', '--tools', 'pr,all'], { env });
    expect(groups.exitCode).toBe(2);
    expect(groups.stderr).toContain('There is no group of tools called all');
    const rule = await run(['mcp', 'install', 'zed', '--deny', 'PATCH /user'], { env });
    expect(rule.exitCode).toBe(2);
    expect(rule.stderr).toContain('--deny');
    const file = readFileSync(join(home.path, '.config/zed/settings.json'), 'utf8');
    expect(file).not.toMatch(/--(profile|tools|deny)/);
  });
});
