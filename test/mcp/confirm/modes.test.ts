import { describe, expect, test } from 'vitest';
import type { ConfirmMode } from '../../../src/mcp/policy/policy.ts';
import { toolFor } from '../../../src/mcp/tool-for.ts';
import { operationsOf } from '../../../src/operations/registry.ts';
import { agentFor } from '../../support/agent.ts';
import { digestIn } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const PULLS = '/repositories/acme/backend-api/pullrequests';
const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));

const operations = await operationsOf(['api', 'pr', 'branches']);
const toolsWith = (argument: string, confirm: ConfirmMode) =>
  operations
    .map((operation) => toolFor(operation, { confirm }))
    .filter(({ inputSchema }) => argument in inputSchema.properties)
    .map(({ name }) => name);

describe('the digest is an argument', () => {
  test('of what can destroy, unless the operator says otherwise', () => {
    const destructive = ['bb_post', 'bb_put', 'bb_patch', 'bb_delete', 'bb_pr_merge'];
    expect(toolsWith('digest', 'destructive')).toEqual(
      expect.arrayContaining([...destructive, 'bb_pr_decline', 'bb_branches_prune']),
    );
    expect(toolsWith('digest', 'destructive')).toHaveLength(7);
  });

  test('of all that writes, where the operator wants always to be asked', () => {
    const writing = operations.filter(({ effect }) => effect !== 'read');
    expect(toolsWith('digest', 'always')).toEqual(writing.map((each) => toolFor(each).name));
  });

  test('of nothing, where the operator never wants to be asked', () => {
    expect(toolsWith('digest', 'never')).toEqual([]);
  });

  test('and the hints do not depend on it', () => {
    for (const operation of operations)
      for (const confirm of ['always', 'never'] as const)
        expect(toolFor(operation, { confirm }).annotations).toEqual(toolFor(operation).annotations);
  });
});

describe('always', () => {
  const repo = 'acme/backend-api';
  test.each<[string, object, string[]]>([
    [
      'bb_post',
      { path: `${PULLS}/103/comments`, body: { content: { raw: 'Hello' } } },
      ['POST', 'Hello'],
    ],
    ['bb_delete', { path: `${PULLS}/103/approve` }, ['DELETE', 'approve']],
    [
      'bb_patch',
      { path: `${PULLS}/103`, body: { title: 'Other words' } },
      ['PUT', 'Other words', 'was', 'reviewers'],
    ],
    ['bb_pr_comment', { pr: '103', repo, body: 'Well done' }, ['Well done']],
    ['bb_pr_approve', { pr: '103', repo }, ['103']],
    ['bb_pr_edit', { pr: '103', repo, title: 'New words' }, ['New words']],
    ['bb_pr_tasks_update', { pr: '103', repo, add: 'Do it' }, ['Do it']],
    [
      'bb_pr_review',
      { pr: '103', repo, body: 'Fine words', approve: true },
      ['approve', 'to post', 'Fine words'],
    ],
    [
      'bb_clone',
      { repoSlug: 'backend-api', targetPath: '/nonexistent/x' },
      ['bb_clone', 'backend-api'],
    ],
  ])('%s is shown before it writes', async (tool, args, words) => {
    const agent = await agentFor({ environment: desk.env, confirm: 'always' });
    const { text, remarks, isError } = await agent.call(tool, args);
    expect(isError, text).toBe(false);
    for (const word of words) expect(text).toContain(word);
    expect(remarks).toContain('Nothing is done yet');
    expect(sent()).toEqual([]);
  });

  test('does with the digest what was shown, and asks nobody where nothing changes', async () => {
    const agent = await agentFor({ environment: desk.env, confirm: 'always' });
    const patch = { path: `${PULLS}/104`, body: { title: 'Better words' } };
    const digest = digestIn(await agent.call('bb_patch', patch));
    const done = await agent.call('bb_patch', { ...patch, digest });
    expect(done.isError, done.whole).toBe(false);
    expect(sent()).toEqual([`PUT ${PULLS}/104`]);
    expect((await agent.call('bb_patch', patch)).text).toMatch(/^Nothing to change/);
    expect((await agent.call('bb_branches_restore', { repo })).remarks).not.toContain('digest');
    expect((await agent.call('bb_get', { path: `${PULLS}/104` })).isError).toBe(false);
  });

  test('shows the text of each comment of a review, which a dry run does not repeat', async () => {
    const agent = await agentFor({ environment: desk.env, confirm: 'always' });
    const diff = await agent.call('bb_get', { path: `${PULLS}/103/diff` });
    const path = /^\+\+\+ b\/(.+)$/m.exec(diff.text)?.[1];
    const anchor = /^\+(?!\+)(.*\w.*)$/m.exec(diff.text)?.[1];
    const args = { pr: '103', repo, findings: [{ path, anchor, body: 'Look at this' }] };
    const shown = await agent.call('bb_pr_review', args);
    expect(shown.isError, shown.whole).toBe(false);
    expect(shown.text).toContain('Look at this');
    const dry = await agent.call('bb_pr_review', { ...args, dryRun: true });
    expect(dry.text).toContain('to post');
    expect(dry.text).not.toContain('Look at this');
    expect(sent()).toEqual([]);
  });

  test('still only shows what dryRun asks for', async () => {
    const agent = await agentFor({ environment: desk.env, confirm: 'always' });
    const args = { pr: '103', repo, title: 'New words', dryRun: true };
    const { whole } = await agent.call('bb_pr_edit', args);
    expect(whole).not.toContain('digest');
    expect(sent()).toEqual([]);
  });
});

describe('never', () => {
  test('deletes at once, with no request more than that', async () => {
    const agent = await agentFor({ environment: desk.env, confirm: 'never' });
    const path = `${PULLS}/103/comments`;
    const made = await agent.call('bb_post', { path, body: { content: { raw: 'x' } }, jq: 'id' });
    const gone = await agent.call('bb_delete', { path: `${path}/${made.text}` });
    expect(gone.isError, gone.whole).toBe(false);
    expect(desk.asked).toEqual([`POST ${path}`, `DELETE ${path}/${made.text}`]);
    const refused = await agent.call('bb_delete', { path, digest: '0123456789abcdef' });
    expect(refused.text).toContain('has no argument digest');
  });
});
