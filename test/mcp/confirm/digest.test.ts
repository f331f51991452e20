import { beforeEach, describe, expect, test } from 'vitest';
import { setRef } from '../../../src/sandbox/git/refs.ts';
import { type Agent, agentFor } from '../../support/agent.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import { digestIn } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const PULLS = '/repositories/acme/backend-api/pullrequests';

let agent: Agent;
beforeEach(async () => {
  agent = await agentFor({ environment: desk.env });
});

const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));
const pathOf = (yard: BranchYard, name: string) =>
  `/repositories/${yard.name}/refs/branches/${name}`;
const STALE =
  /^error: .*not what this digest stands for.*\nhint: .*Below is what would be done now/;

describe('a digest', () => {
  test('of a branch that moved is a conflict, with the branch as it is now and its own digest', async () => {
    const yard = await branchYard(desk.sandbox);
    const old = await yard.branch('work', 30);
    const path = pathOf(yard, 'work');
    const first = await agent.call('bb_delete', { path });
    const tip = await yard.branch('work', 10);
    const second = await agent.call('bb_delete', { path, digest: digestIn(first) });
    expect(second.isError).toBe(true);
    expect(second.text).toMatch(STALE);
    expect(second.remarks).toContain(tip);
    expect(second.remarks).not.toContain(old);
    expect(sent()).toEqual([]);
    const third = await agent.call('bb_delete', { path, digest: digestIn(second) });
    expect(third.isError, third.whole).toBe(false);
    expect(sent()).toEqual([`DELETE ${path}`]);
  });

  test('is good once, also where all is as it was before', async () => {
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('work', 30);
    const path = pathOf(yard, 'work');
    const digest = digestIn(await agent.call('bb_delete', { path }));
    await agent.call('bb_delete', { path, digest });
    await setRef(yard.repository.git, 'refs/heads/work', tip);
    const again = await agent.call('bb_delete', { path, digest });
    expect(again.isError).toBe(true);
    expect(again.text).toMatch(STALE);
    expect(sent()).toHaveLength(1);
  });

  test('of a prune is not good again after a restore', async () => {
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('work', 200);
    const environment = { ...desk.env, HOME: yard.home };
    const keeper = await agentFor({ environment });
    const args = { repo: yard.name, olderThan: '90d' };
    const digest = digestIn(await keeper.call('bb_branches_prune', args));
    const pruned = await keeper.call('bb_branches_prune', { ...args, digest });
    expect(pruned.isError, pruned.whole).toBe(false);
    expect(sent()).toHaveLength(1);
    await setRef(yard.repository.git, 'refs/heads/work', tip);
    const again = await keeper.call('bb_branches_prune', { ...args, digest });
    expect(again.text).toMatch(STALE);
    expect(sent()).toHaveLength(1);
  });

  test('does the work once when it is given twice at once', async () => {
    const yard = await branchYard(desk.sandbox);
    await yard.branch('work', 30);
    const path = pathOf(yard, 'work');
    const args = { path, digest: digestIn(await agent.call('bb_delete', { path })) };
    const both = await Promise.all([agent.call('bb_delete', args), agent.call('bb_delete', args)]);
    expect(both.map(({ isError }) => isError).sort()).toEqual([false, true]);
    expect(sent()).toEqual([`DELETE ${path}`]);
  });

  test('stands for one body, one path, one tool and one server', async () => {
    const path = `${PULLS}/107/merge`;
    const body = { merge_strategy: 'squash' };
    const digest = digestIn(await agent.call('bb_post', { path, body }));
    const stranger = await agentFor({ environment: desk.env });
    for (const answer of [
      await agent.call('bb_post', { path, body: { merge_strategy: 'merge_commit' }, digest }),
      await agent.call('bb_post', { path, body, digest, queryParams: { async: true } }),
      await agent.call('bb_post', { path: `${PULLS}/108/merge`, body, digest }),
      await agent.call('bb_post', { path: `${PULLS}/107/decline`, body, digest }),
      await agent.call('bb_pr_decline', { pr: '107', repo: 'acme/backend-api', digest }),
      await stranger.call('bb_post', { path, body, digest }),
    ]) {
      expect(answer.isError, answer.whole).toBe(true);
      expect(answer.text).toMatch(STALE);
    }
    expect(sent()).toEqual([]);
  });

  test('of a merge is a conflict when the merge would delete the source branch by now', async () => {
    const path = `${PULLS}/108/merge`;
    const close = async (close_source_branch: boolean) =>
      await agent.call('bb_patch', { path: `${PULLS}/108`, body: { close_source_branch } });
    await close(false);
    const first = await agent.call('bb_post', { path });
    expect(first.text).toMatch(/"source_branch":"[^ "]+ stays"/);
    const made = await close(true);
    expect(made.isError, made.whole).toBe(false);
    const second = await agent.call('bb_post', { path, digest: digestIn(first) });
    expect(second.text).toMatch(STALE);
    expect(second.remarks).toMatch(/"source_branch":"[^ "]+ is deleted"/);
    expect(sent().filter((line) => line.startsWith('POST'))).toEqual([]);
    const third = await agent.call('bb_post', {
      path,
      body: { close_source_branch: false, merge_strategy: 'merge_commit' },
    });
    expect(third.text).toMatch(/"strategy":"merge_commit".*"source_branch":"[^ "]+ stays"/);
  });

  test('stays the same while what it stands for waits', async () => {
    const path = `${PULLS}/107/decline`;
    const [one, other] = [
      await agent.call('bb_post', { path }),
      await agent.call('bb_post', { path }),
    ];
    expect(digestIn(one)).toBe(digestIn(other));
  });
});

describe('nothing is shown', () => {
  test('of what is not there: that is an error at once', async () => {
    for (const [tool, path] of [
      ['bb_delete', '/repositories/acme/backend-api/refs/branches/nowhere'],
      ['bb_post', `${PULLS}/99999/merge`],
    ] as const) {
      const { text, isError } = await agent.call(tool, { path });
      expect(isError).toBe(true);
      expect(text).toMatch(/^error: .*HTTP 404/);
      expect(text).not.toContain('digest');
    }
    expect(sent()).toEqual([]);
  });

  test('of what takes back a mark of one’s own, or adds something: that is done at once', async () => {
    const approve = `${PULLS}/103/approve`;
    for (const [tool, args] of [
      ['bb_post', { path: approve }],
      ['bb_delete', { path: approve }],
      ['bb_post', { path: `${PULLS}/103/comments`, body: { content: { raw: 'Hello' } } }],
      ['bb_patch', { path: `${PULLS}/103`, body: { title: 'Other words' } }],
    ] as const) {
      const { isError, whole } = await agent.call(tool, args);
      expect(isError, whole).toBe(false);
    }
    expect(sent()).toHaveLength(4);
  });
});
