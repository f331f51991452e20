import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import type { ClientFile } from '../../../src/core/doctor/client-files.ts';
import { clientServers } from '../../../src/core/doctor/client-servers.ts';
import { routeTo } from '../../../src/core/doctor/route.ts';

const codex: ClientFile = { client: 'Codex', path: '/x/config.toml', key: 'mcp_servers' };
const code: ClientFile = { client: 'VS Code', path: '/x/mcp.json', key: 'servers' };

describe('the servers of a client', () => {
  test('are read from TOML, whichever way it is written', () => {
    const text = `
model = "gpt" # "not a server"
[mcp_servers.bbx] # ours
command = '/opt/it s/bbx'
args = [
  "mcp", # not "this" ]
]
startup_timeout_sec = 20
[mcp_servers.bbx.env]
BITBUCKET_ACCESS_TOKEN = "a\\"b"

[mcp_servers."with.dot"]
command = "other"
env = { A = "1", "B" = '2' }
[[profiles]]
mcp_servers.late.command = "x"
[__proto__]
polluted = "yes"
`;
    expect(clientServers(codex, text)).toEqual([
      { name: 'bbx', words: ['/opt/it s/bbx', 'mcp'], env: { BITBUCKET_ACCESS_TOKEN: 'a"b' } },
      { name: 'with.dot', words: ['other'], env: { A: '1', B: '2' } },
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  test('are read from JSON with comments and last commas', () => {
    const text = `{ // "servers": {}
      /* , */ "servers": { "bbx": { "command": "http://x//y", "args": ["mcp", /* , */ ], }, }, }`;
    expect(clientServers(code, text)).toEqual([
      { name: 'bbx', words: ['http://x//y', 'mcp'], env: {} },
    ]);
  });

  test('may have the command and its arguments in one list, as opencode has', () => {
    const file: ClientFile = { client: 'opencode', path: '/x/opencode.json', key: 'mcp' };
    const text =
      '{"mcp":{"b":{"command":["bbx","mcp"],"environment":{"A":"1"}},"odd":7,"url":{"url":"x"}}}';
    expect(clientServers(file, text)).toEqual([
      { name: 'b', words: ['bbx', 'mcp'], env: { A: '1' } },
    ]);
  });

  test('of Claude Code may belong to a project', () => {
    const file: ClientFile = { client: 'Claude Code', path: '/x/.claude.json', key: 'mcpServers' };
    const text = '{"projects":{"/p":{"mcpServers":{"b":{"command":"bbx","args":["mcp"]}}}}}';
    expect(clientServers(file, text)).toMatchObject([{ name: 'b' }]);
  });
});

describe('the way to the API', () => {
  const way = (NO_PROXY: string, BBX_API_URL = 'https://api.example.com') =>
    routeTo(readConfig({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY, BBX_API_URL })).proxy?.href;

  test.each(['*', 'api.example.com', 'example.com', '.example.com', 'x, API.example.com:443'])(
    'spares NO_PROXY=%s the proxy',
    (names) => expect(way(names)).toBeUndefined(),
  );

  test.each(['', 'ample.com', 'api.example.com:8080', 'other.com'])(
    'does not for NO_PROXY=%s',
    (names) => expect(way(names)).toBe('http://127.0.0.1:1/'),
  );

  test('to plain http has no proxy', () => expect(way('', 'http://127.0.0.1:2')).toBeUndefined());
});
