import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/config.ts';
import { BbxError } from '../../../src/core/errors.ts';
import { KeptAnswers } from '../../../src/mcp/answers/kept-answers.ts';
import { Tickets } from '../../../src/mcp/confirm/tickets.ts';
import { Recent } from '../../../src/mcp/guidance/completion/recent.ts';
import { instructions } from '../../../src/mcp/guidance/instructions.ts';
import { servedTools } from '../../../src/mcp/guidance/served-tools.ts';
import { OPEN_POLICY, type Policy } from '../../../src/mcp/policy/policy.ts';
import { RunningCalls } from '../../../src/mcp/running-calls.ts';
import { createServer } from '../../../src/mcp/server.ts';
import { operationsOf } from '../../../src/operations/registry.ts';
import { sandboxEnvironment } from '../../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';

import { UNKNOWN_SCOPES } from '../../support/unknown-scopes.ts';

/** Somebody who lets agents read one repository, and no more. */
const POLICY: Policy = {
  ...OPEN_POLICY,
  permit: ({ method, url }) => {
    if (method === 'GET' && url.pathname.startsWith('/2.0/repositories/acme/backend-api/')) return;
    throw new BbxError('POLICY', 'The operator of this server allows only acme/backend-api.', {
      hint: 'Tell the user.',
    });
  },
  refusesTool: ({ effect }) =>
    effect === 'read' ? undefined : new BbxError('POLICY', 'The operator allows only reading.'),
};

let sandbox: Sandbox;
const client = new Client({ name: 'a test', version: '1' });
let words = '';
beforeAll(async () => {
  sandbox = await startSandbox();
  const operations = await operationsOf(['api']);
  const load = async () => readConfig({ HOME: '/nonexistent', ...sandboxEnvironment(sandbox) });
  const tools = servedTools({ operations, policy: POLICY });
  words = await instructions({ load, cwd: '/', tools, policy: 'Read-only.' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const running = new RunningCalls();
  await createServer({
    operations,
    policy: POLICY,
    load,
    running,
    tickets: new Tickets(),
    recent: new Recent(),
    answers: new KeptAnswers(),
    instructions: words,
    ...UNKNOWN_SCOPES,
  }).connect(there);
  await client.connect(here);
});
afterAll(async () => {
  await client.close();
  await sandbox.close();
});

const read = async (uri: string) => (await client.readResource({ uri })).contents;

test('resources are read within what the operator allows, and not beyond', async () => {
  const own = await read('bitbucket://acme/backend-api/src/main/package.json');
  expect(JSON.stringify(own)).toContain('backend-api');
  sandbox.requests.length = 0;
  for (const uri of [
    'bitbucket://acme/frontend/pull-requests/1',
    'bitbucket://acme/frontend/pull-requests/1/diff',
    'bitbucket://acme/frontend/src/main/README.md',
    'bitbucket://acme/frontend/src/feature%2Fx/README.md',
  ])
    await expect(read(uri), uri).rejects.toMatchObject({
      code: -32603,
      message: 'The operator of this server allows only acme/backend-api. Tell the user.',
      data: { code: 'POLICY' },
    });
  expect(sandbox.requests).toEqual([]);
});

test('nothing is proposed from what the operator does not allow', async () => {
  const template = 'bitbucket://{workspace}/{repo}/pull-requests/{id}';
  const complete = async (name: string, others: Record<string, string>) =>
    (
      await client.complete({
        ref: { type: 'ref/resource', uri: template },
        argument: { name, value: '' },
        context: { arguments: others },
      })
    ).completion.values;
  expect(await complete('repo', { workspace: 'acme' })).toEqual([]);
  expect(await complete('id', { workspace: 'acme', repo: 'frontend' })).toEqual([]);
  expect((await complete('id', { workspace: 'acme', repo: 'backend-api' })).length).toBe(50);
  expect(sandbox.requests.filter(({ path }) => path.includes('frontend'))).toEqual([]);
});

test('instructions and prompts speak of reading alone', async () => {
  expect(words).toMatch(/^Bitbucket Cloud over REST 2\.0\. Read-only\. /);
  expect(words).not.toMatch(/bb_(post|put|patch|delete)/);
  const { prompts } = await client.listPrompts();
  expect(prompts).toHaveLength(5);
  const given = { repo: 'acme/backend-api', id: '42' };
  const { messages } = await client.getPrompt({ name: 'checks_before_merge', arguments: given });
  expect(JSON.stringify(messages)).toContain('it cannot be merged from here');
});

test('an unknown tool is answered with the ones that are listed', async () => {
  const call = (name: string) => client.callTool({ name, arguments: {} });
  await expect(call('bb_po\u202est\n')).rejects.toMatchObject({
    code: -32602,
    message: 'There is no tool "bb_po<U+202E>st\\n". There are: bb_get.',
  });
});
