import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { called, machine, PROGRAM } from '../support/mcp.ts';
import { runPart } from './parts.ts';

const REPOSITORY = '/repositories/acme/backend-api';
/** For the arguments of prompts, by name. */
const VALUES: Readonly<Record<string, string>> = {
  repo: 'acme/backend-api',
  path: 'package.json',
};

let sandbox: Sandbox;
const { home, env, remove } = machine({ MCP_INSPECTOR_SECRET_STORE: 'memory' });
const config = join(home, 'servers.json');
beforeAll(async () => {
  sandbox = await startSandbox();
  const server = {
    command: process.execPath,
    args: [PROGRAM, 'mcp'],
    env: sandboxEnvironment(sandbox),
  };
  writeFileSync(config, JSON.stringify({ mcpServers: { bitbucket: server } }));
});
afterAll(async () => {
  await sandbox.close();
  remove();
});

type Result = Readonly<Record<string, unknown>>;

describe.concurrent.each(['legacy', 'modern'])('the MCP Inspector, %s era', (era) => {
  /** Asks for one method; the Inspector starts the program anew each time. */
  const ask = async (method: string, ...more: string[]) =>
    await runPart(
      'mcp-inspector',
      [
        ...['--cli', '--config', config, '--server', 'bitbucket', '--protocol-era', era],
        ...['--format', 'json', '--method', method, ...more],
      ],
      { cwd: home, env },
    );

  async function inspect(method: string, ...more: string[]) {
    const ran = await ask(method, '--quiet', ...more);
    expect(ran, method).toMatchObject({ code: 0, stderr: '' });
    const { result }: { result: Result } = JSON.parse(ran.stdout);
    return result;
  }

  const call = async (tool: string, args: object) =>
    called(
      await inspect('tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args)),
    );

  test('lists the tools, and no provider has to refuse their schemas', async () => {
    const { tools } = await inspect('tools/list');
    const names = expect.arrayContaining([expect.objectContaining({ name: 'bb_get' })]);
    expect(tools).toEqual(names);
    expect(tools).toHaveLength(6);
    const strict = await ask('tools/list', '--strict');
    expect(strict.stderr).toMatch(/^0 errors|^$/m);
    expect(strict.code).toBe(0);
  });

  test('lists the prompts, and gets one', async () => {
    const { prompts } = await inspect('prompts/list');
    expect(prompts).toHaveLength(5);
    const [first] = rowsOf(prompts);
    const given = rowsOf(first?.arguments).map(
      ({ name }) => `${name}=${VALUES[String(name)] ?? 42}`,
    );
    const { messages } = await inspect(
      'prompts/get',
      ...['--prompt-name', String(first?.name), '--prompt-args', ...given],
    );
    expect(JSON.stringify(messages)).toContain('backend-api');
  });

  test('lists the resources and their templates, and reads the first one', async () => {
    const { resources } = await inspect('resources/list');
    const { resourceTemplates } = await inspect('resources/templates/list');
    expect(resourceTemplates).toEqual(
      expect.arrayContaining([expect.objectContaining({ uriTemplate: expect.any(String) })]),
    );
    const [first] = rowsOf(resources);
    const { contents } = await inspect('resources/read', '--uri', String(first?.uri));
    expect(String(rowsOf(contents)[0]?.text)).toMatch(/\S/);
  });

  test('reads with bb_get', async () => {
    const answer = await call('bb_get', { path: '/user', jq: 'nickname' });
    expect(answer).toMatchObject({ text: 'maya', isError: false });
  });

  test('is shown what bb_delete would do, and nothing is deleted', async () => {
    const answer = await call('bb_delete', { path: REPOSITORY });
    expect(answer.whole).toContain('DELETE');
    expect(answer.whole).toContain(REPOSITORY);
    expect(answer.whole).toMatch(/digest: "\w{8,}"/);
    const deletes = sandbox.requests.filter(({ method }) => method === 'DELETE');
    expect(deletes).toEqual([]);
  });
});

const rowsOf = (list: unknown): readonly Result[] => (Array.isArray(list) ? list : []);
