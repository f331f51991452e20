import { expect, test } from 'vitest';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { readConfig } from '../../../src/core/config.ts';
import { checkFilter } from '../../../src/core/output/filter.ts';
import { promptsFor } from '../../../src/mcp/guidance/prompts/all-prompts.ts';
import type { Given } from '../../../src/mcp/guidance/prompts/prompt.ts';
import { readPromptArguments } from '../../../src/mcp/guidance/prompts/read-prompt-arguments.ts';
import { toolFor } from '../../../src/mcp/tool-for.ts';
import { toolName } from '../../../src/mcp/tool-name.ts';
import { operationsOf } from '../../../src/operations/registry.ts';
import { expectGolden } from '../../support/golden.ts';
import { pathsIn } from './api-paths.ts';

const OPERATIONS = await operationsOf(['api', 'pr', 'branches']);
const TOOLS = new Map(OPERATIONS.map((operation) => [toolName(operation), toolFor(operation)]));

const namesOf = async (...groups: string[]) => (await operationsOf(groups)).map(toolName);
const reads = OPERATIONS.filter(({ effect }) => effect === 'read').map(toolName);

/** What an operator may serve. */
const SERVED: readonly (readonly [string, readonly string[]])[] = [
  ['api', await namesOf('api')],
  ['pr', await namesOf('pr')],
  ['branches', await namesOf('branches')],
  ['all groups', await namesOf('api', 'pr', 'branches')],
  ['api, read-only', (await namesOf('api')).filter((name) => reads.includes(name))],
  ['all groups, read-only', reads],
  ['nothing but comments', ['bb_get', 'bb_pr_comment']],
];

const GIVEN: readonly Given[] = [
  { repo: 'acme/backend-api', id: '42', path: 'src/a b.ts', repos: 'acme/backend-api,acme/infra' },
  { repo: 'acme/infra', id: '7', focus: 'auth', path: 'README.md', ref: 'feature/x', repos: 'a/b' },
  { repo: 'acme/infra', id: '7', path: 'README.md', ref: 'main', older_than: '6m', repos: 'a/b' },
];

const TEXTS = SERVED.flatMap(([set, names]) =>
  promptsFor(new Set(names)).flatMap((prompt) =>
    GIVEN.map((given) => ({ set, names, text: prompt.text(given, new Set(names)) })),
  ),
);

test('five prompts come with the default tools, fewer where tools are missing', () => {
  const names = (set: string) => {
    const [, tools = []] = SERVED.find(([name]) => name === set) ?? [];
    return promptsFor(new Set(tools)).map(({ name }) => name);
  };
  expect(names('api')).toEqual([
    'review_pull_request',
    'checks_before_merge',
    'explain_file',
    'standup_digest',
    'prune_branches',
  ]);
  expect(names('branches')).toEqual(['prune_branches']);
  expect(names('pr')).toEqual(['review_pull_request', 'checks_before_merge', 'standup_digest']);
});

test('they name only tools that are served, and only arguments that those take', () => {
  expect(TEXTS.length).toBeGreaterThan(60);
  for (const { set, names, text } of TEXTS) {
    const named = [...text.matchAll(/\bbb_\w+/g)].map(([name]) => name);
    expect(
      named.filter((name) => !names.includes(name)),
      `${set}: ${text}`,
    ).toEqual([]);
    for (const [, name = '', json = '{}'] of text.matchAll(/\b(bb_\w+) (\{"[^}]*\})/g)) {
      const accepted = Object.keys(TOOLS.get(name)?.inputSchema.properties ?? {});
      expect(accepted, name).toEqual(expect.arrayContaining(Object.keys(JSON.parse(json))));
    }
  }
});

test('they name only paths that are in the catalogue, with the verb of their tool', () => {
  const verbs = { bb_post: 'POST', bb_delete: 'DELETE' } as const;
  for (const { text } of TEXTS) {
    for (const [verb, method] of Object.entries(verbs)) {
      for (const [, path = ''] of text.matchAll(new RegExp(`${verb} (/[^\\s,.)]+)`, 'g')))
        expect(matchOperation(method, filled(path)), `${method} ${path}`).toBeDefined();
    }
    const base = /\/repositories\/\S+\/pullrequests\/\d+/.exec(text)?.[0] ?? '';
    const paths = pathsIn(text.replace(/bb_(post|delete) \/\S+/g, ''));
    for (const path of paths) {
      const whole = path.startsWith('/repositories/') ? path : base + path;
      expect(matchOperation('GET', filled(whole)), whole).toBeDefined();
    }
  }
});

const filled = (path: string) => path.replace(/\{\w+\}/g, 'x');

test('the filters in them are understood', async () => {
  const filters = TEXTS.flatMap(({ text }) =>
    [...text.matchAll(/jq (values\[\]\..*?[}\]])(?:[.)](?:[ ,]|$)| Keep)/gm)].map(
      ([, jq = '']) => jq,
    ),
  );
  expect(new Set(filters).size).toBeGreaterThan(2);
  for (const jq of new Set(filters)) await checkFilter(jq);
});

test('nothing is posted, merged or deleted before a yes, and nothing at all where tools only read', () => {
  for (const { set, text } of TEXTS) {
    const writes = /bb_(post|delete|pr_(review|comment|merge)|branches_prune)/.test(text);
    if (writes) expect(text, set).toMatch(/only after my yes/i);
    if (set.includes('read-only')) expect(writes, text).toBe(false);
  }
});

const CONFIG = readConfig({ HOME: '/nonexistent', BITBUCKET_DEFAULT_WORKSPACE: 'acme' });
const read = async (name: string, given: Record<string, string>) => {
  const prompt = promptsFor(new Set(TOOLS.keys())).find((one) => one.name === name);
  if (!prompt) throw new Error(name);
  return await readPromptArguments(prompt, given, CONFIG);
};

test('arguments are taken as people write them', async () => {
  const id = async (text: string) =>
    (await read('review_pull_request', { repo: 'backend-api', id: text })).id;
  expect(await id('#42')).toBe('42');
  expect(await id('https://bitbucket.org/acme/backend-api/pull-requests/42/diff')).toBe('42');
  expect(await id('bitbucket.org/Acme/backend-api/pull-requests/42')).toBe('42');
  expect(await read('review_pull_request', { repo: 'backend-api', id: ' 42 ', focus: '' })).toEqual(
    {
      repo: 'acme/backend-api',
      id: '42',
      focus: undefined,
    },
  );
  const { repos } = await read('standup_digest', { repos: 'infra, acme/infra; other/web' });
  expect(repos).toBe('acme/infra,other/web');
  const file = { repo: 'https://bitbucket.org/acme/infra', path: '/a/b.ts', ref: 'feature/x' };
  expect(await read('explain_file', file)).toEqual({
    repo: 'acme/infra',
    path: 'a/b.ts',
    ref: 'feature/x',
  });
  const { older_than: age } = await read('prune_branches', { repo: 'infra', older_than: '12 W' });
  expect(age).toBe('12w');
});

test.each([
  ['review_pull_request', { repo: 'infra' }, /needs id/],
  ['review_pull_request', { repo: 'infra', id: '  ' }, /needs id/],
  ['review_pull_request', { repo: 'infra', id: '4; rm' }, /id cannot be "4; rm"/],
  [
    'review_pull_request',
    { repo: 'w/r', id: 'https://bitbucket.org/other/repo/pull-requests/8' },
    /^id cannot be /,
  ],
  ['review_pull_request', { repo: 'w/r', id: 'https://evil.example/w/r/pull-requests/8' }, /^id /],
  ['review_pull_request', { repo: '../x/y', id: '4' }, /No (workspace|repository) is called/],
  ['review_pull_request', { repo: 'infra', id: '4', focus: 'x', pr: '4' }, /has no argument pr/],
  ['explain_file', { repo: 'infra', path: '../secret' }, /path cannot be/],
  ['explain_file', { repo: 'infra', path: 'a\u202eb' }, /path cannot be "a<U\+202E>b"/],
  ['explain_file', { repo: 'infra', path: 'a', ref: 'x y' }, /ref cannot be/],
  ['explain_file', { repo: 'infra', path: 'a', ref: 'a..b' }, /ref cannot be/],
  ['prune_branches', { repo: 'infra', older_than: 'long' }, /older_than cannot be "long"/],
  ['standup_digest', { repos: 'a/b '.repeat(21) }, /Give 20 at most|repos cannot be/],
])('%s refuses %j', async (name, given, words) => {
  await expect(read(name, { ...given })).rejects.toThrow(words);
});

test('what they say is written down', () => {
  const [given = {}] = GIVEN;
  const text = SERVED.slice(0, 4).flatMap(([set, names]) =>
    promptsFor(new Set(names)).map(
      (prompt) => `## ${prompt.name} (${set})\n\n${prompt.text(given, new Set(names))}\n`,
    ),
  );
  expectGolden('mcp-prompts.md', text.join('\n'));
});
