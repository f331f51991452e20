import { beforeEach, describe, expect, test } from 'vitest';
import { type Agent, agentFor } from '../../support/agent.ts';
import { type BranchYard, branchYard } from '../../support/branch-yard.ts';
import { digestIn } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const REPOSITORY = '/repositories/acme/backend-api';
const PULLS = `${REPOSITORY}/pullrequests`;

let agent: Agent;
beforeEach(async () => {
  agent = await agentFor({ environment: desk.env });
});

const sent = () => desk.asked.filter((line) => /^(POST|PUT|DELETE)/.test(line));
const branchPath = (yard: BranchYard, name: string) =>
  `/repositories/${yard.name}/refs/branches/${encodeURIComponent(name)}`;

describe('what is shown before it is destroyed', () => {
  test('is a branch with its commit, date and author', async () => {
    const yard = await branchYard(desk.sandbox);
    const tip = await yard.branch('old/x', 30);
    const path = branchPath(yard, 'old/x');
    const first = await agent.call('bb_delete', { path });
    expect(first.isError, first.whole).toBe(false);
    expect(first.text).toMatch(/"branch":"old\/x".*"date":"2\d{3}-.*"author":"\w/);
    expect(first.text).toContain(tip);
    expect(first.remarks).toMatch(/^Nothing is done yet\. Show this to the user/);
    expect(sent()).toEqual([]);
    const second = await agent.call('bb_delete', { path, digest: digestIn(first) });
    expect(second.isError, second.whole).toBe(false);
    expect(sent()).toEqual([`DELETE ${path}`]);
  });

  test.each<[string, string, object, string[]]>([
    ['a repository', 'bb_delete', { path: REPOSITORY }, ['acme/backend-api', 'bytes', 'updated']],
    [
      'a pull request with who approved it',
      'bb_post',
      { path: `${PULLS}/101/merge`, body: { merge_strategy: 'squash' } },
      ['squash', '"id":101', 'title', 'source', 'main', 'commit', 'OPEN', 'approved_by', 'Priya'],
    ],
    [
      'a repository that becomes public',
      'bb_patch',
      { path: REPOSITORY, body: { is_private: false } },
      ['"method":"PUT"', '"was":{"is_private":true}', '"body":{"is_private":false}', 'publish'],
    ],
    [
      'where a webhook sends to',
      'bb_post',
      { path: `${REPOSITORY}/hooks`, body: { url: 'https://a.example', events: ['repo:push'] } },
      ['https://a.example', 'What happens there is sent to that address.'],
    ],
    [
      'what bbx does not know',
      'bb_put',
      { path: `${REPOSITORY}/new-thing`, body: { a: 1 } },
      ['{"a":1}', 'bbx knows no such operation'],
    ],
  ])('is %s', async (_, tool, args, words) => {
    const { text, isError } = await agent.call(tool, { jq: 'nothing', ...args });
    expect(isError, text).toBe(false);
    for (const word of words) expect(text).toContain(word);
    expect(sent()).toEqual([]);
  });

  test.each([
    ['bb_post', `${PULLS}/101/mergee`, `Did you mean POST ${PULLS}/101/merge?`],
    ['bb_put', `${PULLS}/101/merge`, `Did you mean POST ${PULLS}/101/merge`],
    ['bb_post', `${PULLS}/101/comment`, `POST ${PULLS}/101/comments`],
  ])('is not a mistyped path: %s %s is refused at once', async (tool, path, meant) => {
    const { text, whole, isError } = await agent.call(tool, { path, body: { a: 1 } });
    expect(isError).toBe(true);
    expect(text).toContain(meant);
    expect(text).toContain('Nothing was sent.');
    expect(whole).not.toContain('digest');
    expect(desk.asked).toEqual([]);
  });

  test('is the beginning of a long text, and all of it counts', async () => {
    const comments = `${PULLS}/103/comments`;
    const raw = `${'long '.repeat(100)}end`;
    const made = await agent.call('bb_post', { path: comments, body: { content: { raw } } });
    const id = /"?id"?: ?(\d+)/.exec(made.text)?.[1];
    const path = `${comments}/${id}`;
    const first = await agent.call('bb_delete', { path });
    expect(first.text).toContain(`${raw.slice(0, 200)}...`);
    await agent.call('bb_put', { path, body: { content: { raw: `${raw} really` } } });
    const second = await agent.call('bb_delete', { path, digest: digestIn(first) });
    expect(second.isError).toBe(true);
    expect(second.whole).toContain('not what this digest stands for');
  });

  test('is the beginning of a long body', async () => {
    const body = { description: 'x'.repeat(20_000) };
    const { text } = await agent.call('bb_put', { path: REPOSITORY, body });
    expect(text.length).toBeLessThan(9000);
    expect(text).toContain('characters, all of which are sent');
  });

  test('is told when Bitbucket sends it on, as for a repository that was renamed', async () => {
    const path = `${PULLS}/104/decline`;
    const renamed = path.replace('104', '105');
    const digest = digestIn(await agent.call('bb_post', { path }));
    desk.sandbox.faults.add({
      ...{ method: 'POST', path, status: 301 },
      headers: { location: `${desk.sandbox.url}/2.0${renamed}` },
    });
    const { isError, remarks, whole } = await agent.call('bb_post', { path, digest });
    expect(isError, whole).toBe(false);
    expect(remarks).toContain(`Bitbucket sent the POST on to ${renamed}.`);
  });

  test('is without its state where the token may not read it', async () => {
    desk.sandbox.faults.add({ method: 'GET', path: REPOSITORY, status: 403 });
    const { text, isError } = await agent.call('bb_delete', { path: REPOSITORY });
    expect(isError, text).toBe(false);
    expect(text).toBe(`method: DELETE\npath: ${REPOSITORY}`);
  });
});
