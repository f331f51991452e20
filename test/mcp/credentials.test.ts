import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { httpServer, sendJson } from '../support/http-server.ts';
import { McpProgram } from '../support/mcp.ts';

const SET_BOTH = 'Set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN.';

/** Starts with these variables, and gives what an agent is told first and at its first call. */
async function firstWords(variables: Record<string, string>) {
  const { url, seen } = await httpServer((_, response) => sendJson(response, {}));
  const program = new McpProgram({ BBX_API_URL: url, ...variables });
  onTestFinished(() => program.close());
  const { result } = await program.initialize();
  const list = await program.request('tools/list', {});
  const answer = await program.call('bb_get', { path: '/user' });
  expect(list.result).toHaveProperty('tools');
  expect(answer.isError).toBe(true);
  expect(answer.text).not.toMatch(/HTTP|status|\b[45]\d\d\b/);
  expect(seen).toEqual([]);
  return { instructions: String(result?.instructions), answer: answer.text };
}

test('without credentials the server starts and says at once which variables to set (D32)', async () => {
  const { instructions, answer } = await firstWords({});
  expect(instructions).toMatch(/No call can succeed yet: /);
  const told =
    'Ask the user to run bbx auth login, or to set ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN, or BITBUCKET_ACCESS_TOKEN. Tokens are made at https://';
  expect(instructions).toContain(`no credentials for Bitbucket. ${told}`);
  expect(answer).toMatch(/^error: .*no credentials for Bitbucket\.?\nhint: /);
  expect(answer).toContain(told);
});

test('with half of them it says which one is absent', async () => {
  const email = await firstWords({ ATLASSIAN_USER_EMAIL: 'ada@example.com' });
  expect(email.instructions).toContain('ATLASSIAN_API_TOKEN is not.');
  const token = await firstWords({ ATLASSIAN_API_TOKEN: 'ATATT3-abc' });
  expect(token.answer).toContain('ATLASSIAN_USER_EMAIL is not');
  expect(token.answer).not.toContain('ATATT3-abc');
});

test('with a leftover app password it says on which day those died', async () => {
  const left = await firstWords({
    ATLASSIAN_BITBUCKET_USERNAME: 'ada',
    ATLASSIAN_BITBUCKET_APP_PASSWORD: 'ATBBabcdef0123456789',
  });
  for (const words of [left.instructions, left.answer]) {
    expect(words).toContain('Bitbucket removed app passwords on 2026-07-28');
    expect(words).toContain(SET_BOTH);
    expect(words).not.toContain('ATBBabcdef');
  }
});

test('with a user name in place of the e-mail it says so', async () => {
  const { answer } = await firstWords({
    ATLASSIAN_USER_EMAIL: 'ada',
    ATLASSIAN_API_TOKEN: 'ATATT3-abc',
  });
  expect(answer).toContain('ATLASSIAN_USER_EMAIL is no e-mail address: "ada"');
});

test('a token that is there is not spoken of', async () => {
  const { url } = await httpServer((_, response) => sendJson(response, { nickname: 'ada' }));
  const program = new McpProgram({ BBX_API_URL: url, BITBUCKET_ACCESS_TOKEN: 'ATCTT3-abc' });
  onTestFinished(() => program.close());
  const { result } = await program.initialize();
  expect(String(result?.instructions)).not.toMatch(/No call|ATLASSIAN|TOKEN/);
  expect((await program.call('bb_get', { path: '/user', jq: 'nickname' })).text).toBe('ada');
  expect(program.lines.join('\n') + program.stderr).not.toContain('ATCTT3-abc');
});

test('what is put into ~/.mcp/configs.json meanwhile counts from the next call on', async () => {
  const { url, seen } = await httpServer((_, response) => sendJson(response, { nickname: 'ada' }));
  const program = new McpProgram({ BBX_API_URL: url });
  onTestFinished(() => program.close());
  await program.initialize();
  expect((await program.call('bb_get', { path: '/user' })).isError).toBe(true);
  mkdirSync(join(program.home, '.mcp'));
  const environments = { BITBUCKET_ACCESS_TOKEN: 'ATCTT3-from-file' };
  writeFileSync(
    join(program.home, '.mcp', 'configs.json'),
    JSON.stringify({ bitbucket: { environments } }),
  );
  expect((await program.call('bb_get', { path: '/user' })).isError).toBe(false);
  expect(seen[0]?.headers.authorization).toBe('Bearer ATCTT3-from-file');
});

test('a clone of a public repository is tried without credentials', async () => {
  const { url, seen } = await httpServer((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' });
    response.end();
  });
  const program = new McpProgram({ BBX_API_URL: url, BBX_GIT_URL: url });
  onTestFinished(() => program.close());
  await program.initialize();
  const { text, isError } = await program.call('bb_clone', { repoSlug: 'acme/private' });
  expect(isError).toBe(true);
  expect(seen.length).toBeGreaterThan(0);
  expect(text).toMatch(/^error: git failed.*\nhint: Not signed in: .*no credentials/s);
});
