import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { allEndpoints } from '../../../src/core/catalogue/all-endpoints.ts';
import { pageLimit } from '../../../src/core/catalogue/page-limit.ts';
import { REMOVED, removedAt } from '../../../src/core/catalogue/removed.ts';
import { readConfig } from '../../../src/core/config.ts';
import { apiWords } from '../../../src/mcp/guidance/api-words.ts';
import { instructions } from '../../../src/mcp/guidance/instructions.ts';
import { isOperation, pathsIn } from './api-paths.ts';

const ALL = new Set(['bb_get', 'bb_post', 'bb_put', 'bb_patch', 'bb_delete', 'bb_clone']);
const WORDS = apiWords(ALL);
const GONE = WORDS.find((words) => words.startsWith('Removed')) ?? '';

const signedIn = async () =>
  readConfig({
    HOME: '/nonexistent',
    ATLASSIAN_USER_EMAIL: 'ada@example.com',
    ATLASSIAN_API_TOKEN: 'secret-token-of-the-test',
    BITBUCKET_DEFAULT_WORKSPACE: 'acme',
  });

test('the paths in the instructions can be read', () => {
  const paths = [...WORDS.filter((words) => words !== GONE), GONE.replace(/^.*?\(/, '')].flatMap(
    pathsIn,
  );
  expect(paths.length).toBeGreaterThan(12);
  expect(paths.filter((path) => !isOperation('GET', path))).toEqual([]);
});

test('what they call removed is removed, and what to use instead is what the catalogue says', () => {
  const [, gone = '', instead = ''] = /^Removed by Bitbucket: (.*) \(use (.*?)\)/.exec(GONE) ?? [];
  const paths = pathsIn(gone.replaceAll('GET ', ''));
  expect(paths).toEqual(['/workspaces', '/repositories']);
  const said = paths.map((path) => removedAt(path));
  expect(said.map((removed) => removed?.status)).toEqual(['removed', 'removed']);
  for (const path of pathsIn(instead))
    expect(said.some((removed) => removed?.instead.includes(path))).toBe(true);
  for (const noun of ['issues', 'wiki']) {
    const fits = REMOVED.filter(({ template }) => template.includes(`/${noun}`));
    expect(fits.every(({ status }) => status === 'removed')).toBe(true);
    expect(fits.length).toBeGreaterThan(0);
  }
});

test('the page limits and the verbs they tell are those of the catalogue', () => {
  expect(WORDS.join(' ')).toContain('pagelen up to 50 for pull requests, mostly 100 elsewhere');
  expect(pageLimit('/repositories/w/r/pullrequests')).toBe(50);
  const limits = allEndpoints().flatMap(({ pageLimit: limit }) => limit ?? []);
  expect(limits.filter((limit) => limit === 100).length).toBeGreaterThan(limits.length * 0.8);
  expect(allEndpoints().filter(({ method }) => method === 'PATCH')).toEqual([]);
});

test('they speak of no tool that is not served, and of the policy where there is one', async () => {
  const options = { load: signedIn, cwd: '/', policy: 'Read-only.' };
  for (const tools of [[], ['bb_get'], ['bb_pr_list', 'bb_pr_view'], ['bb_patch']]) {
    const words = await instructions({ ...options, tools: new Set(tools) });
    const named = [...words.matchAll(/\bbb_\w+/g)].map(([name]) => name);
    expect(named.filter((name) => !tools.includes(name))).toEqual([]);
    expect(words).toMatch(/^Bitbucket Cloud over REST 2\.0\. Read-only\. /);
  }
  const curated = await instructions({ ...options, tools: new Set(['bb_pr_list']) });
  expect(curated).not.toMatch(/pullrequests|\{workspace\}/);
});

test('they cost 300 tokens at most, also for a clone of something with a long name', async () => {
  const words = await instructions({ load: signedIn, cwd: '/', tools: ALL, policy: 'Read-only.' });
  expect(words).toContain('The default workspace is acme');
  expect(encode(words).length).toBeLessThanOrEqual(280);
});
