import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientList } from '../../../src/core/mcp-clients/client-list.ts';
import { clientDesk } from '../../support/client-desk.ts';

/** A bbx on PATH that answers, and writes down how it was started. */
function deskWithBbx() {
  const desk = clientDesk();
  const bin = join(desk.home, 'bin');
  const answer = '{"jsonrpc":"2.0","id":1,"result":{"serverInfo":{"name":"bbx","version":"9"}}}';
  desk.write(
    join(bin, 'bbx'),
    `#!/bin/sh\necho "$@" >> "$HOME/started"\nread -r hello\necho '${answer}'\n`,
    0o755,
  );
  const environment = { PATH: `${bin}:/usr/bin:/bin`, HOME: desk.home };
  const place = { platform: 'linux' as const, home: desk.home, environment };
  const servers = (file: string, mcpServers: object) =>
    desk.write(file, JSON.stringify({ mcpServers }));
  const list = async (cwd = desk.project) => (await clientList(place, cwd)).data;
  return { ...desk, bin, servers, list, started: () => desk.read(join(desk.home, 'started')) };
}

describe('bbx mcp list', () => {
  test('starts nothing that the file of a project names but bbx mcp, without its arguments', async () => {
    const desk = deskWithBbx();
    desk.servers(join(desk.project, '.cursor/mcp.json'), {
      a: { command: 'bbx', args: ['mcp', 'uninstall'] },
      b: { command: 'bbx', args: ['mcp', 'install', 'cursor'] },
      c: { command: 'bbx', args: ['mcp', '--name', 'x', 'uninstall'] },
      d: { command: './bbx', args: ['mcp'] },
      e: { command: 'sh', args: ['-c', 'touch "$HOME/evil"', 'bbx', 'mcp'] },
    });
    const rows = await desk.list();
    expect(rows.map(({ server, works }) => [server, works])).toEqual([
      ['c', 'yes'],
      ['d', 'unknown'],
      ['e', 'unknown'],
    ]);
    expect(desk.started()).toBe('mcp\n');
    expect(existsSync(join(desk.home, 'evil'))).toBe(false);
  });

  test('starts no other command of bbx, whoever names it', async () => {
    const desk = deskWithBbx();
    desk.servers(desk.file('kiro'), { a: { command: 'bbx', args: ['mcp', 'list'] } });
    expect(await desk.list()).toEqual([]);
    expect(desk.started()).toBe('');
  });

  test('says what helps each server, and never to take its limits away first', async () => {
    const desk = deskWithBbx();
    const bin = (name: string, script: string) => {
      desk.write(join(desk.bin, name), `#!/bin/sh\n${script}\n`, 0o755);
      return join(desk.bin, name);
    };
    const says = bin('says/bbx', 'echo "error: \\033[31m/x/config.json is not usable" >&2; exit 6');
    const flags = bin('flags/bbx', 'echo "error: There is no flag --x" >&2; exit 2');
    const gone = { command: '/opt/gone/bbx', args: ['mcp', '--read-only'] };
    desk.servers(desk.file('cursor'), {
      work: gone,
      settings: { command: says, args: ['mcp'] },
      flags: { command: flags, args: ['mcp', '--x', 'ATATT3xFfGF0secretsecret'] },
      own: { command: '/opt/gone/op', args: ['--', 'bbx', 'mcp'] },
      off: { command: 'bbx', args: ['mcp'], disabled: true },
    });
    desk.servers(desk.file('kiro'), { bitbucket: gone });
    const rows = await desk.list();
    expect(rows.map(({ works, remedy = '' }) => [works, remedy.split(':')[0]])).toEqual([
      ['no', 'Run bbx mcp install cursor --name work; its flags stay.'],
      ['no', 'Correct config.json, as it says'],
      ['no', 'Correct its arguments in the file'],
      ['no', 'Correct its command in the file'],
      ['off', ''],
      ['no', 'Run bbx mcp install kiro; its flags stay.'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/secretsecret|\\u001b/);
    expect(desk.started()).toBe('');
  });

  test('hears a server that says something first, and ends what a wrapper has started', async () => {
    const desk = deskWithBbx();
    const script = '#!/bin/sh\necho Welcome\nsleep 60 &\necho $! > "$HOME/child"\nbbx mcp\nwait\n';
    desk.write(join(desk.bin, 'wrap'), script, 0o755);
    desk.servers(desk.file('cursor'), { a: { command: 'wrap', args: ['--', 'bbx', 'mcp'] } });
    expect(await desk.list()).toMatchObject([{ works: 'yes', seen: 'answers as bbx 9' }]);
    const child = Number(desk.read(join(desk.home, 'child')));
    expect(child).toBeGreaterThan(1);
    const isOver = () => {
      try {
        return / Z /.test(readFileSync(`/proc/${child}/stat`, 'utf8'));
      } catch {
        return true;
      }
    };
    await expect.poll(isOver, { timeout: 20_000 }).toBe(true);
  });
});
