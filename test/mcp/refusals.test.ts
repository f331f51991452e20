import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestIn, McpProgram, startMcp } from '../support/mcp.ts';
import { PULLS, REPOSITORY, SharedProgram } from './shared-program.ts';

const shared = new SharedProgram();

describe('what Bitbucket refuses', () => {
  test('a removed endpoint is answered with its successor', async () => {
    const text = await shared.failing('bb_get', { path: '/workspaces' });
    expect(text).toMatch(/CHANGE-2770.*\(HTTP 410\)\nhint: .*\/user\/workspaces/);
  });

  test('an invented endpoint is answered with the nearest real ones', async () => {
    const text = await shared.failing('bb_get', { path: `${PULLS}/42/files` });
    expect(text).toMatch(/\nhint: Did you mean GET .*\/42\/diffstat/);
  });

  test('a verb that is not there names those that are', async () => {
    const path = `${PULLS}/42`;
    const shown = await shared.program.call('bb_delete', { path });
    expect(shown.text).toContain(`Did you mean GET ${path}, or PUT ${path}?`);
    const digest = digestIn(shown);
    expect(await shared.failing('bb_delete', { path, digest })).toContain('takes GET, PUT');
    expect(
      await shared.failing('bb_patch', {
        path: `${REPOSITORY}/refs/branches/main`,
        body: { a: 1 },
      }),
    ).toMatch(/no PATCH.*\nhint: This address takes GET, DELETE/);
  });

  test('patch of what is only replaced as a whole says PUT', async () => {
    const path = `${REPOSITORY}/pipelines_config/build_number`;
    const text = await shared.failing('bb_patch', { path, body: { next: 5 } });
    expect(text).toMatch(/no PATCH.*\nhint: PUT is the verb here.*bb_put/);
  });

  test('patch without a change says what a change is', async () => {
    expect(await shared.failing('bb_patch', { path: `${PULLS}/42` })).toContain('body: {"title"');
  });

  test('a branch with a slash is answered with the way around it', async () => {
    const path = `${REPOSITORY}/src/feature/JWT-rotation/README.md`;
    expect(await shared.failing('bb_get', { path })).toMatch(
      /hint: .*\/refs\/branches\/NAME \(target\.hash\)/,
    );
  });

  test('what is no address of the API never gets the token', async () => {
    const sent = await shared.requestsOf(async () => {
      for (const path of [
        'https://evil.example/2.0/user',
        '//evil.example/x',
        '/a/../../x',
        '/a#b',
      ])
        expect(await shared.failing('bb_get', { path })).toContain('is refused');
    });
    expect(sent).toBe(0);
  });

  test('a token without a scope is told which', async () => {
    const { email, token } = shared.sandbox.credentials.noPullRequests;
    const limited = await startMcp({
      ...shared.environment,
      ATLASSIAN_USER_EMAIL: email,
      ATLASSIAN_API_TOKEN: token,
    });
    const { text, isError } = await limited.call('bb_get', { path: PULLS });
    expect(isError).toBe(true);
    expect(text).toContain('read:pullrequest:bitbucket');
    expect(text).not.toContain(token);
  });

  test('a rejected token is told as that', async () => {
    const wrong = await startMcp({
      ...shared.environment,
      ATLASSIAN_API_TOKEN: 'ATATT-no',
    });
    const { text, isError } = await wrong.call('bb_get', { path: PULLS });
    expect(isError).toBe(true);
    expect(text).toMatch(/rejects the credentials.*\(HTTP 401\)\nhint: .*ATLASSIAN_USER_EMAIL/);
    expect(text).not.toContain('ATATT-no');
  });
});

describe('a clone that fails', () => {
  test("gives git's own words, no status, and leaves nothing", async () => {
    const text = await shared.failing('bb_clone', { repoSlug: 'acme/nothing' });
    expect(text).toMatch(
      /^error: git failed \(exit code 128\): .*\nfatal: repository '.*' not found/s,
    );
    expect(text).not.toMatch(/HTTP|status/);
    expect(existsSync(join(shared.program.home, 'nothing'))).toBe(false);
  });

  test('because of its folder says which argument to change', async () => {
    await shared.program.call('bb_clone', { repoSlug: 'infra', targetPath: 'taken' });
    const text = await shared.failing('bb_clone', { repoSlug: 'infra', targetPath: 'taken' });
    expect(text).toMatch(/already exists and is not an empty directory.*\nhint: .*targetPath/s);
  });

  test('because of its name tells that before anything is sent', async () => {
    const sent = await shared.requestsOf(async () => {
      for (const repoSlug of ['..', '-x', 'ext::sh -c touch% x', 'a/b/c', ''])
        await shared.failing('bb_clone', { repoSlug });
    });
    expect(sent).toBe(0);
  });
});

describe('the current folder', () => {
  test('that is a clone names the repository', async () => {
    await shared.program.call('bb_clone', { repoSlug: 'backend-api', targetPath: 'here' });
    const inside = new McpProgram(shared.environment, { cwd: join(shared.program.home, 'here') });
    const { result } = await inside.initialize();
    expect(result?.instructions).toContain(
      'The current folder is a clone of acme/backend-api: a path such as ./pullrequests is under',
    );
    const { text } = await inside.call('bb_get', { path: './pullrequests/42', jq: 'id' });
    expect(text).toBe('42');
    await inside.close();
  });

  test('that is none makes a path without a repository an error in plain words', async () => {
    expect(await shared.failing('bb_get', { path: './pullrequests' })).toMatch(
      /No repository is named.*\nhint: Write both names into the path\.\ncode: USAGE; retryable: no$/,
    );
  });
});
