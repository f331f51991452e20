import { describe, expect, test } from 'vitest';
import { json, run } from '../support/cli.ts';

/** Paths with their methods, without credentials and without a network. */
async function found(...words: string[]): Promise<string[]> {
  const env = { BBX_API_URL: 'https://no-such-host.invalid' };
  const data = json(
    await run(['endpoints', ...words, '--jq', "values[].join(' ', [method, path])"], { env }),
  );
  return Array.isArray(data) ? data : [];
}

describe('bbx endpoints', () => {
  test('searches by words, by path and by scope, offline', async () => {
    const comments =
      'POST /repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/comments';
    expect(await found('pull', 'request', 'comments')).toContain(comments);
    expect(await found('/pullrequests/{pull_request_id}/comments')).toContain(comments);
    expect(await found('/repositories/acme/shop/pullrequests/42/comments')).toContain(comments);
    expect(await found('write:pullrequest')).toContain(
      'POST /repositories/{workspace}/{repo_slug}/pullrequests',
    );
  });

  test('tells scopes, query names and the largest page', async () => {
    const data = json(await run(['endpoints', 'get', '/pullrequests', '--jq', 'values[0]']));
    expect(data).toMatchObject({
      method: 'GET',
      scopes: expect.stringContaining('read:pullrequest'),
      pagelen: 50,
    });
  });

  test('says how many there are when it shows only some, and takes --limit', async () => {
    const { stderr, stdout } = await run(['endpoints', '--limit', '2', '-o', 'table']);
    expect(stdout.toString().trim().split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/^2 of \d{3} shown/);
    expect(stderr).not.toContain('--all');
  });

  test('tells of what was removed, and of words that are none', async () => {
    const removed = await run(['endpoints', '/workspaces', '--jq', 'values[0]']);
    expect(`${removed.stdout}${removed.stderr}`).toContain('/user/workspaces');
    const nothing = await run(['endpoints', 'pullrequst']);
    expect(nothing.exitCode).toBe(3);
    expect(nothing.stderr).toMatch(/Did you mean .*pullrequest/);
  });
});
