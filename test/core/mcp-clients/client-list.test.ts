import { existsSync } from 'node:fs';
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
});
