import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { merge } from '../../../src/operations/pr/merge.ts';
import type { PullRequest } from '../../../src/sandbox/world.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { undescribed } from '../../support/described-requests.ts';
import { startMcp } from '../../support/mcp.ts';
import { pushCommit } from '../../support/push-commit.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';
import { openTerminal } from '../../support/terminal.ts';

const desk = sandboxForFile({ described: true });
const PULLS = '/repositories/acme/backend-api/pullrequests';
const R = ['-R', 'acme/backend-api'];
const mergePr = async (args: readonly string[], options?: RunOptions) =>
  await desk.bbx(['pr', 'merge', ...args, ...R], options);
const posts = () => desk.asked.filter((line) => !line.startsWith('GET'));

const repository = () => {
  const found = desk.sandbox.world.repositories.get('backend-api');
  if (found === undefined) throw new Error('the sandbox has backend-api');
  return found;
};

/** An open pull request into main that nothing is the matter with, each time another one. */
const used = new Set<number>([42, 57]);
function fresh(): PullRequest {
  const found = repository().pullRequests.find(
    ({ id, state, draft, destination }) =>
      id > 43 && state === 'OPEN' && !draft && destination.branch === 'main' && !used.has(id),
  );
  if (found === undefined) throw new Error('the sandbox has open pull requests');
  used.add(found.id);
  return found;
}

/** What was sent with the merge. */
const sentBody = () => {
  const request = desk.requests.find(({ path }) => path.includes('/merge?'));
  return JSON.parse(String(request?.body));
};

describe('pr merge', () => {
  test('a script has to say --yes; then it is merged in the background and followed to its end', async () => {
    const { id, title } = fresh();
    const refused = await mergePr([String(id)]);
    expect([refused.exitCode, posts()]).toEqual([2, []]);
    expect(refused.stderr).toContain(`Merge pull request ${id} into main?`);
    const ran = await mergePr([String(id), '--yes']);
    expect(json(ran)).toEqual({
      ...{ done: true, id, state: 'MERGED' },
      ...{ commit: expect.stringMatching(/^[0-9a-f]{12}$/), url: expect.any(String) },
    });
    expect(posts()).toEqual([`POST ${PULLS}/${id}/merge?async=true`]);
    expect(sentBody()).toEqual({ type: 'pullrequest', merge_strategy: 'merge_commit' });
    expect(desk.asked.filter((line) => line.includes('/merge/task-status/'))).toHaveLength(2);
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
    const again = await mergePr([String(id), '-o', 'table']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout.toString()).toContain(
      `Pull request ${id}, "${title}", is merged already as`,
    );
    expect(posts()).toHaveLength(1);
  });

  test('strategy, message and the fate of the branch are sent', async () => {
    const { id } = fresh();
    const flags = ['--strategy', 'squash', '--message-file', '-', '--close-source-branch'];
    const ran = await mergePr([String(id), '--yes', ...flags, '-o', 'table'], {
      stdin: 'One\n\ntwo',
    });
    expect(ran.stdout.toString()).toMatch(/is merged into main \(squash\) as [0-9a-f]{12}\.\n$/);
    expect(sentBody()).toEqual({
      ...{ type: 'pullrequest', merge_strategy: 'squash', message: 'One\n\ntwo' },
      close_source_branch: true,
    });
  });

  test("gh's words, and keeping the branch", async () => {
    const { id } = fresh();
    await mergePr([String(id), '--yes', '--merge', '--keep-source-branch']);
    expect(sentBody()).toEqual({
      ...{ type: 'pullrequest', merge_strategy: 'merge_commit', close_source_branch: false },
    });
  });

  test("a branch's own default is taken and said; what it does not allow is not sent", async () => {
    const shown = json(await mergePr(['31', '--dry-run']));
    expect(shown).toMatchObject({ strategy: 'fast_forward', destination: 'release/2.3' });
    for (const flag of ['--squash', '--rebase']) {
      const { exitCode, stderr } = await mergePr(['31', '--yes', flag]);
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(
        /release\/2\.3 does not allow \w+\.\nhint: It allows fast_forward, merge/,
      );
    }
    expect(posts()).toEqual([]);
  });

  test('--dry-run tells what is in the way', async () => {
    const pr = repository().pullRequests.find(({ id }) => id === 42);
    const [first] = pr?.participants ?? [];
    if (first) first.state = 'changes_requested';
    const shown = json(await mergePr(['42', '--dry-run']));
    expect(shown).toMatchObject({
      ...{ dry_run: true, action: 'merge', commit: expect.stringMatching(/^[0-9a-f]{12}$/) },
      warnings: expect.arrayContaining([
        '1 open task',
        '1 unresolved thread',
        expect.stringMatching(/ requests changes$/),
      ]),
    });
    expect(posts()).toEqual([]);
  });

  test('conflicts fail in the background, and their files are named', async () => {
    const { exitCode, stderr } = await mergePr(['57', '--yes']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Pull request 57 is not merged');
    expect(stderr).toContain('These files conflict: src/config.ts.');
    expect(posts()).toHaveLength(1);
  });

  test('a merge check that is not met is told before and after', async () => {
    const restriction = { kind: 'require_tasks_to_be_completed', pattern: 'ma*' };
    repository().restrictions.set('1', restriction);
    const shown = json(await mergePr(['42', '--dry-run']));
    expect(shown).toMatchObject({
      warnings: expect.arrayContaining(['all tasks have to be completed']),
    });
    const { exitCode, stderr } = await mergePr(['42', '--yes']);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining('Merge checks have not passed'),
    ]);
    repository().restrictions.clear();
  });

  test('what cannot be merged is not sent: declined, a draft, another commit, nonsense', async () => {
    const draft = fresh();
    draft.draft = true;
    const cases = [
      [['5'], 'Pull request 5 is declined: only an open one can be merged.'],
      [[String(draft.id)], `Pull request ${draft.id} is a draft`],
      [['42', '--commit', 'deadbeef'], 'and not at deadbeef'],
      [['42', '--commit', 'HEAD'], 'This is no commit hash: "HEAD".'],
      [['42', '--squash', '--rebase'], '--squash and --rebase do not go together'],
      [['42', '--strategy', 'octopus'], 'it takes merge_commit, squash'],
      [['42', '-d', '--keep-source-branch'], 'do not go together'],
    ] as const;
    for (const [args, said] of cases) {
      const { exitCode, stderr } = await mergePr([...args, '--yes']);
      expect(stderr).toContain(said);
      expect([2, 3]).toContain(exitCode);
    }
    const stdin = 'x'.repeat(120_000) + '\u00fc'.repeat(8000);
    const long = await mergePr(['42', '--yes', '--message-file', '-'], { stdin });
    expect([long.exitCode, long.stderr]).toEqual([2, expect.stringContaining('128 KiB')]);
    expect(posts()).toEqual([]);
  });

  test('it may be pinned to a commit, however long its hash', async () => {
    const { id, source } = fresh();
    const { commit } = Object(json(await mergePr([String(id), '--dry-run'])));
    expect(source.hash).toBeUndefined();
    const ran = await mergePr([String(id), '--yes', '--commit', commit.slice(0, 8).toUpperCase()]);
    expect(json(ran)).toMatchObject({ state: 'MERGED' });
  });

  test('a source that moved since it was shown is not merged', async () => {
    const { id, source } = fresh();
    const context = sandboxContext(desk.sandbox);
    const planned = await merge.plan?.({ pr: String(id) }, context);
    await pushCommit(desk.sandbox, source.branch);
    await expect(planned?.perform()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('its source moved from'),
    });
    expect(posts()).toEqual([]);
  });
});

describe('a merge whose answer is lost is never sent again:', () => {
  test('it was not merged', async () => {
    const { id } = fresh();
    desk.sandbox.faults.add({ method: 'POST', path: '/merge', status: 555, body: '{}' });
    const { exitCode, stderr } = await mergePr([String(id), '--yes']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`pull request ${id} is open at the moment`);
    expect(stderr).toContain(`look with bbx pr view ${id} before you repeat it`);
    expect(posts()).toHaveLength(1);
  });

  test('it was merged all the same', async () => {
    const pr = fresh();
    desk.sandbox.faults.add({ method: 'POST', path: '/merge', status: 502, delay: 400 });
    const running = mergePr([String(pr.id), '--yes']);
    while (posts().length === 0) await wait(5);
    pr.state = 'MERGED';
    const ran = await running;
    expect(json(ran)).toMatchObject({ state: 'MERGED' });
    expect(ran.stderr).toContain('The answer was lost');
    expect(posts()).toHaveLength(1);
  });

  test('a branch moved (409): it is told, and not repeated', async () => {
    const { id } = fresh();
    const body = '{"type":"error","error":{"message":"ref moved"}}';
    desk.sandbox.faults.add({ method: 'POST', path: '/merge', status: 409, body });
    const { exitCode, stderr } = await mergePr([String(id), '--yes']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`Pull request ${id} is not merged: a branch moved meanwhile.`);
    expect(posts()).toHaveLength(1);
  });

  test('a task that is forgotten leaves it to the pull request', async () => {
    const { id } = fresh();
    desk.sandbox.faults.add({ path: '/task-status/', status: 404, body: '{}' });
    expect(json(await mergePr([String(id), '--yes']))).toMatchObject({ state: 'MERGED' });
  });

  test('an address elsewhere is not followed, and no credential goes there', async () => {
    const { id } = fresh();
    const location = `${desk.sandbox.storageUrl}/2.0/task`;
    desk.sandbox.faults.add({ method: 'POST', path: '/merge', status: 202, headers: { location } });
    const { exitCode, stderr } = await mergePr([String(id), '--yes', '--timeout', '1']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('points to another place');
    expect(stderr).toContain(`It takes long: pull request ${id} may be merged all the same.`);
    expect(desk.requests.filter(({ server }) => server === 'storage')).toEqual([]);
  });

  test('^C ends the waiting, and says that the merge goes on', async () => {
    const { id } = fresh();
    const pending = { status: 200, body: '{"task_status":"PENDING"}' };
    desk.sandbox.faults.add({ path: '/task-status/', times: 99, ...pending });
    const interrupt = new AbortController();
    const running = mergePr([String(id), '--yes'], { signal: interrupt.signal });
    while (!desk.asked.some((line) => line.includes('/task-status/'))) await wait(5);
    interrupt.abort();
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`pull request ${id} may be merged all the same`);
    expect(stderr).toContain(`Look with bbx pr view ${id}.`);
  });
});

describe('on a terminal', () => {
  test('the person sees what is merged and how, and No is the answer unless they say otherwise', async () => {
    const pr = fresh();
    pr.title = 'Nice\u001b]0;owned\u0007 title';
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr merge ${pr.id} ${R.join(' ')}`);
    const shown = await terminal.until(/Merge pull request \d+ into main\?/);
    expect(shown).toContain(`#${pr.id}  Nice^[]0;owned^G title`);
    expect(shown).toContain("merge_commit, the branch's default");
    await terminal.press('Enter');
    expect(await terminal.ended()).toBe(2);
    expect(posts()).toEqual([]);
    await terminal.enter(`bbx pr merge ${pr.id} --squash ${R.join(' ')}`);
    await terminal.until(/Merge pull request \d+ into main\?/);
    await terminal.press('y');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.until(/is merged into main \(squash\)/)).toContain('Nice');
    expect(terminal.written()).not.toContain(']0;owned\u0007');
  });
});

test('an agent is shown the plan first, and confirms it by its digest', async () => {
  const { id, source } = fresh();
  const mcp = await startMcp(desk.env, { tools: 'pr' });
  const at = { pr: String(id), repo: 'acme/backend-api' };
  const shown = await mcp.call('bb_pr_merge', at);
  const digest = /digest: "(\w+)"/.exec(shown.whole)?.[1] ?? '';
  expect(digest).not.toBe('');
  expect(posts()).toEqual([]);
  await pushCommit(desk.sandbox, source.branch);
  const stale = await mcp.call('bb_pr_merge', { ...at, digest });
  expect(stale.whole).toContain('not what this digest stands for');
  const anew = /digest: "(\w+)"/.exec((await mcp.call('bb_pr_merge', at)).whole)?.[1] ?? '';
  expect((await mcp.call('bb_pr_merge', { ...at, digest: anew })).whole).toContain(
    'is merged into',
  );
  expect(posts()).toHaveLength(1);
});
