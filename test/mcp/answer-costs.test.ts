import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { ROUTES } from '../../src/sandbox/routes/all.ts';
import { fill, makeNames, type Names } from '../sandbox/samples.ts';
import { type Visited, visited } from '../sandbox/visit.ts';
import { expectGolden } from '../support/golden.ts';
import { McpProgram } from '../support/mcp.ts';

/** What the line costs that says what was left out. */
const REMARK = 20;

/** Digests and ports differ from run to run. */
const tokens = (text: string) =>
  encode(
    text.replace(/digest: "[^"]*"/, 'digest: "…"').replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:12345'),
  ).length;

let bitbucket: Visited;
let program: McpProgram;
let names: Names;
beforeAll(async () => {
  bitbucket = await visited();
  names = await makeNames(bitbucket);
  program = new McpProgram(sandboxEnvironment(bitbucket.sandbox), { tools: 'api,pr,branches' });
  await program.initialize();
});
afterAll(async () => {
  await program.close();
  await bitbucket.sandbox.close();
});

/** Everything of one session: what Bitbucket sends, and what a model reads of it, remarks and all. */
test('what every answer of Bitbucket costs over bb_get is written down, and is less than it sends', async () => {
  // The state of a merge changes between two calls.
  const paths = ROUTES.filter(({ method }) => method === 'GET')
    .map(({ path }) => path)
    .filter((path) => !path.endsWith('/task-status/{task_id}'));
  const costs: Record<string, { raw: number; answer: number }> = {};
  for (const path of [...new Set(paths)].sort()) {
    const what = fill(`GET ${path}`, names).replace('GET ', '');
    const { status, headers, text } = await bitbucket.visit(`GET ${what}?pagelen=20`);
    if (status !== 200 || !headers.get('content-type')?.startsWith('application/json')) continue;
    const queryParams = { pagelen: 20 };
    const { whole, isError } = await program.call('bb_get', { path: what, queryParams });
    expect(isError, whole).toBe(false);
    costs[path] = { raw: tokens(JSON.stringify(JSON.parse(text))), answer: tokens(whole) };
  }
  expect(Object.keys(costs).length).toBeGreaterThan(60);
  for (const [path, { raw, answer }] of Object.entries(costs)) {
    expect(answer, path).toBeLessThanOrEqual(raw + REMARK);
  }
  expectGolden('answer-costs-sandbox.json', `${JSON.stringify(costs, null, 2)}\n`);
});

const REPO = 'acme/backend-api';
const CALLS: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[] = [
  ['bb_pr_list', { repo: REPO }],
  ['bb_pr_view', { repo: REPO, pr: '42' }],
  ['bb_pr_view', { repo: REPO, pr: '42', comments: true }],
  ['bb_pr_diff', { repo: REPO, pr: '42' }],
  ['bb_pr_diff', { repo: REPO, pr: '42', stat: true }],
  ['bb_pr_threads', { repo: REPO, pr: '42', all: true }],
  ['bb_pr_tasks', { repo: REPO, pr: '42' }],
  ['bb_pr_merge', { repo: REPO, pr: '42' }],
  ['bb_pr_decline', { repo: REPO, pr: '42' }],
  ['bb_branches_list', { repo: REPO, limit: 20 }],
  ['bb_branches_prune', { repo: REPO, merged: true }],
  ['bb_pr_comment', { repo: REPO, pr: '42', body: 'Looks good.' }],
  ['bb_pr_tasks_update', { repo: REPO, pr: '42', add: 'Tell the team' }],
  ['bb_pr_edit', { repo: REPO, pr: '42', title: 'Rotate the keys' }],
  ['bb_pr_ready', { repo: REPO, pr: '42', undo: true }],
  ['bb_pr_approve', { repo: REPO, pr: '101' }],
];

test('what the answers of the groups pr and branches cost is written down', async () => {
  const costs: Record<string, number> = {};
  for (const [tool, args] of CALLS) {
    const { repo, ...rest } = args;
    const { whole, isError } = await program.call(tool, args);
    expect(isError, `${tool} ${whole}`).toBe(false);
    costs[`${tool} ${JSON.stringify(rest)}`] = tokens(whole);
  }
  expectGolden('answer-costs-groups.json', `${JSON.stringify(costs, null, 2)}\n`);
});
