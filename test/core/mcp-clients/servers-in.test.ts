import { describe, expect, test } from 'vitest';
import { clientFor } from '../../../src/core/mcp-clients/choose-clients.ts';
import { editorFor } from '../../../src/core/mcp-clients/editor-for.ts';
import { serversIn } from '../../../src/core/mcp-clients/servers-in.ts';

async function serversOf(id: string, text: string) {
  const client = clientFor(id, 'user');
  return serversIn(client, (await editorFor(client)).read(text));
}

describe('the servers of a client', () => {
  test('are read from TOML, whichever way it is written', async () => {
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
`;
    expect(await serversOf('codex', text)).toEqual([
      { name: 'bbx', words: ['/opt/it s/bbx', 'mcp'], env: { BITBUCKET_ACCESS_TOKEN: 'a"b' } },
      { name: 'with.dot', words: ['other'], env: { A: '1', B: '2' } },
    ]);
  });

  test('are read from JSON with comments and last commas', async () => {
    const text = `{ // "servers": {}
      /* , */ "servers": { "bbx": { "command": "http://x//y", "args": ["mcp", /* , */ ], }, }, }`;
    expect(await serversOf('vscode', text)).toEqual([
      { name: 'bbx', words: ['http://x//y', 'mcp'], env: {} },
    ]);
  });

  test('may have the command and its arguments in one list, as opencode has', async () => {
    const file = 'opencode';
    const text =
      '{"mcp":{"b":{"command":["bbx","mcp"],"environment":{"A":"1"}},"odd":7,"url":{"url":"x"}}}';
    expect(await serversOf(file, text)).toEqual([
      { name: 'b', words: ['bbx', 'mcp'], env: { A: '1' } },
    ]);
  });

  test('of Claude Code may belong to a project', async () => {
    const file = 'claude-code';
    const text = '{"projects":{"/p":{"mcpServers":{"b":{"command":"bbx","args":["mcp"]}}}}}';
    expect(await serversOf(file, text)).toMatchObject([{ name: 'b', project: '/p' }]);
  });
});
