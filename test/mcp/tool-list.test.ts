import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tool } from '../../src/mcp/tool-for.ts';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpServer, sendJson } from '../support/http-server.ts';
import { McpProgram, startMcp } from '../support/mcp.ts';
import { isOperation, pathsIn } from './guidance/api-paths.ts';

const PULLS = '/repositories/acme/backend-api/pullrequests';

let sandbox: Sandbox;
let program: McpProgram;
let list: { readonly tools: readonly Tool[] };
beforeAll(async () => {
  sandbox = await startSandbox();
  program = new McpProgram(sandboxEnvironment(sandbox));
  await program.initialize();
  list = Object.assign({ tools: [] }, (await program.request('tools/list', {})).result);
});
afterAll(async () => {
  await program.close();
  await sandbox.close();
});

const tokens = (value: unknown) =>
  encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

describe('the tool list', () => {
  test('is the one that is written down', () => {
    golden('tools.json', list);
  });

  test('of the groups that an operator switches on is written down as well', async () => {
    const groups = await startMcp(sandboxEnvironment(sandbox), { tools: 'pr,branches' });
    const { result } = await groups.request('tools/list', {});
    const { tools }: { tools: readonly Tool[] } = Object.assign({ tools: [] }, result);
    golden('tools-groups.json', { tools });
    const costs = tools.map((tool) => [tool.name, tokens(tool)]);
    golden('tools-groups-costs.json', Object.fromEntries(costs));
    expect(tools.length).toBeGreaterThan(12);
    for (const { inputSchema } of tools) {
      expect(new Ajv2020({ strict: true }).compile(inputSchema)).toBeTypeOf('function');
    }
  });

  test('has six tools with explicit hints, and reading is known to be harmless (D34)', () => {
    const hints = list.tools.map(({ name, annotations }) => [name, ...Object.values(annotations)]);
    expect(Object.keys(list.tools[0]?.annotations ?? {})).toEqual([
      'readOnlyHint',
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
    ]);
    expect(hints).toEqual([
      ['bb_get', true, false, true, true],
      ['bb_post', false, true, false, true],
      ['bb_put', false, true, true, true],
      ['bb_patch', false, true, true, true],
      ['bb_delete', false, true, true, true],
      ['bb_clone', false, false, false, true],
    ]);
  });

  test('has strict schemas of objects, without alternatives at their top', () => {
    for (const { name, inputSchema, description } of list.tools) {
      expect(new Ajv2020({ strict: true }).compile(inputSchema)).toBeTypeOf('function');
      expect(inputSchema.type).toBe('object');
      expect(inputSchema.additionalProperties).toBe(false);
      for (const word of ['oneOf', 'anyOf', 'allOf', '$ref'])
        expect(inputSchema).not.toHaveProperty(word);
      for (const [property, schema] of Object.entries(inputSchema.properties))
        expect(schema.description, `${name} ${property}`).toBeTruthy();
      expect(description).toBeTruthy();
    }
    expect(new Set(list.tools.map(({ name }) => name)).size).toBe(list.tools.length);
  });

  const METHODS = { bb_get: 'GET', bb_post: 'POST', bb_put: 'PUT', bb_delete: 'DELETE' } as const;
  test.each(Object.entries(METHODS))('%s names only paths that take %s', (name, method) => {
    const { description = '' } = list.tools.find((tool) => tool.name === name) ?? {};
    const paths = pathsIn(description);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !isOperation(method, path))).toEqual([]);
  });

  test('names no operation for patch, which Bitbucket Cloud has not', () => {
    const { description = '' } = list.tools.find(({ name }) => name === 'bb_patch') ?? {};
    expect(pathsIn(description)).toEqual([]);
    expect(description).toContain('Bitbucket Cloud has no PATCH');
  });
});

describe('what agents pay', () => {
  const BOUNDS = {
    'tools/list': 1800,
    instructions: 300,
    '20 raw pull requests': 2000,
    'four fields of 20 pull requests': 289,
  };

  test('is written down, and within its bounds (D41)', async () => {
    const fresh = await startMcp(sandboxEnvironment(sandbox));
    const { result } = await fresh.initialize();
    const raw = await program.call('bb_get', { path: PULLS, queryParams: { pagelen: 20 } });
    const measured: Record<keyof typeof BOUNDS, number> = {
      'tools/list': tokens(list),
      instructions: tokens(String(result?.instructions)),
      '20 raw pull requests': tokens(raw.whole),
      'four fields of 20 pull requests': tokens((await fourFields()).whole),
    };
    golden('tools-costs.json', measured);
    for (const [what, most] of Object.entries(BOUNDS))
      expect(Object.assign({ [what]: 0 }, measured)[what], what).toBeLessThanOrEqual(most);
  });
});

/** Rows that cost 403 tokens as compact JSON, as those did with which the leading server was measured. */
async function fourFields() {
  const values = Array.from({ length: 20 }, (_, at) => ({
    ...{ id: at + 1, title: `Feature ${at + 1}`, state: 'OPEN', draft: false },
    author: { display_name: 'Ada Moreau', nickname: 'ada', links: {} },
  }));
  const { url } = await httpServer((_, response) => sendJson(response, { values, size: 20 }));
  const other = await startMcp({ ...sandboxEnvironment(sandbox), BBX_API_URL: url });
  const jq = 'values[].{id: id, title: title, author: author.display_name, state: state}';
  const compact = await other.call('bb_get', { path: PULLS, jq, outputFormat: 'json' });
  expect(tokens(compact.text)).toBe(403);
  return await other.call('bb_get', { path: PULLS, jq });
}

/** Compares with a file of test/golden, which only `npm run golden` writes. */
function golden(name: string, actual: unknown): void {
  const file = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  const text = `${JSON.stringify(actual, null, 2)}\n`;
  if (process.env.BBX_GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) throw new Error(`test/golden/${name} is absent: npm run golden writes it`);
  expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}
