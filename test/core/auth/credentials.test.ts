import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authorization, gitLogin } from '../../../src/core/auth/authorization.ts';
import { credentials, defaultWorkspace } from '../../../src/core/auth/credentials.ts';
import { readConfig } from '../../../src/core/config.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bbx-credentials-'));
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 10 }));

const EMAIL = { ATLASSIAN_USER_EMAIL: 'ann@example.com' };
const API = { ATLASSIAN_API_TOKEN: 'ATATT3-api' };
const ACCESS = { BITBUCKET_ACCESS_TOKEN: 'ATCTT3-access' };

const find = (variables: Record<string, string>) =>
  credentials(readConfig({ HOME: home, ...variables }));

function configs(content: unknown): string {
  const file = join(home, '.mcp', 'configs.json');
  mkdirSync(join(home, '.mcp'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the environment', () => {
  test('gives an API token with its e-mail, trimmed', async () => {
    const padded = {
      ATLASSIAN_USER_EMAIL: ' ann@example.com ',
      ATLASSIAN_API_TOKEN: 'ATATT3-api\n',
    };
    const found = await find(padded);
    expect(found).toEqual({
      kind: 'api-token',
      email: 'ann@example.com',
      token: 'ATATT3-api',
      source: 'environment',
    });
    expect(authorization(found)).toBe(
      `Basic ${Buffer.from('ann@example.com:ATATT3-api').toString('base64')}`,
    );
    expect(gitLogin(found)).toEqual({
      username: 'x-bitbucket-api-token-auth',
      password: 'ATATT3-api',
    });
  });

  test('gives an access token, which needs no e-mail', async () => {
    const found = await find(ACCESS);
    expect(found).toEqual({ kind: 'access-token', token: 'ATCTT3-access', source: 'environment' });
    expect(authorization(found)).toBe('Bearer ATCTT3-access');
    expect(gitLogin(found)).toEqual({ username: 'x-token-auth', password: 'ATCTT3-access' });
  });

  test('prefers the API token where both are set', async () => {
    expect(await find({ ...EMAIL, ...API, ...ACCESS })).toMatchObject({ kind: 'api-token' });
  });

  test('may hold an e-mail for other programs beside an access token', async () => {
    expect(await find({ ...EMAIL, ...ACCESS })).toMatchObject({ kind: 'access-token' });
  });

  test('that suffices leaves a broken configs.json unread', async () => {
    configs('{ not json');
    expect(await find(ACCESS)).toMatchObject({ source: 'environment' });
  });
});

describe('what cannot work is told apart:', () => {
  const rows: [string, Record<string, string>, string, RegExp, RegExp][] = [
    [
      'nothing',
      {},
      'AUTH_MISSING',
      /no credentials/,
      /ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN.*BITBUCKET_ACCESS_TOKEN/,
    ],
    [
      'blank values',
      { ...EMAIL, ATLASSIAN_API_TOKEN: ' ' },
      'AUTH_MISSING',
      /ATLASSIAN_API_TOKEN is not/,
      /ATLASSIAN_API_TOKEN/,
    ],
    ['an e-mail alone', EMAIL, 'AUTH_MISSING', /ATLASSIAN_API_TOKEN is not/, /ATLASSIAN_API_TOKEN/],
    [
      'a token alone',
      API,
      'AUTH_MISSING',
      /ATLASSIAN_USER_EMAIL is not/,
      /e-mail of your Atlassian account/,
    ],
    [
      'a user name for the e-mail',
      { ATLASSIAN_USER_EMAIL: 'ann', ...API },
      'AUTH_REJECTED',
      /no e-mail address: "ann"/,
      /takes no user name/,
    ],
    [
      'an app password',
      { ATLASSIAN_BITBUCKET_USERNAME: 'ann', ATLASSIAN_BITBUCKET_APP_PASSWORD: 'ATBBx' },
      'AUTH_REJECTED',
      /2026-07-28/,
      /API token with scopes/,
    ],
    [
      'an app password as the token',
      { ...EMAIL, ATLASSIAN_API_TOKEN: 'ATBBsecret' },
      'AUTH_REJECTED',
      /2026-07-28/,
      /API token/,
    ],
    [
      'the same without an e-mail',
      { ATLASSIAN_API_TOKEN: 'ATBBsecret' },
      'AUTH_REJECTED',
      /2026-07-28/,
      /API token/,
    ],
    [
      'an app password as access token',
      { BITBUCKET_ACCESS_TOKEN: 'ATBBsecret' },
      'AUTH_REJECTED',
      /2026-07-28/,
      /API token/,
    ],
    [
      'a token with a line break',
      { ...EMAIL, ATLASSIAN_API_TOKEN: 'secret\nhalf' },
      'AUTH_REJECTED',
      /white space/,
      /again/,
    ],
    [
      'a token in quotation marks',
      { BITBUCKET_ACCESS_TOKEN: '“secret”' },
      'AUTH_REJECTED',
      /non-ASCII/,
      /again/,
    ],
  ];
  test.each(rows)('%s', async (_, variables, code, message, hint) => {
    const error = await find(variables).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  test('an app password that was left behind does not disturb a token', async () => {
    const both = { ...EMAIL, ...API, ATLASSIAN_BITBUCKET_APP_PASSWORD: 'ATBBx' };
    expect(await find(both)).toMatchObject({ kind: 'api-token' });
  });
});

describe('~/.mcp/configs.json', () => {
  test.each([
    'bitbucket',
    'atlassian-bitbucket',
    '@aashari/mcp-server-atlassian-bitbucket',
    'mcp-server-atlassian-bitbucket',
  ])('is read under the key %s', async (key) => {
    const file = configs({ other: {}, [key]: { environments: { ...EMAIL, ...API } } });
    expect(await find({})).toEqual({
      kind: 'api-token',
      email: 'ann@example.com',
      token: 'ATATT3-api',
      source: file,
    });
  });

  test('fills what the environment lacks and never replaces what it has', async () => {
    configs({
      bitbucket: { environments: { ...EMAIL, ATLASSIAN_API_TOKEN: 'ATATT3-old' } },
    });
    expect(await find(API)).toMatchObject({ email: 'ann@example.com', token: 'ATATT3-api' });
  });

  test('may give the default workspace, after the environment', async () => {
    configs({ bitbucket: { environments: { BITBUCKET_DEFAULT_WORKSPACE: ' acme ' } } });
    const there = { HOME: home, BITBUCKET_DEFAULT_WORKSPACE: 'other' };
    expect(await defaultWorkspace(readConfig({ HOME: home }))).toBe('acme');
    expect(await defaultWorkspace(readConfig(there))).toBe('other');
  });

  test('may be absent, empty of Bitbucket, or begin with a byte order mark', async () => {
    expect(await defaultWorkspace(readConfig({ HOME: home }))).toBeUndefined();
    configs({ jira: { environments: ACCESS }, bitbucket: null });
    await expect(find({})).rejects.toMatchObject({ code: 'AUTH_MISSING' });
    configs(`\uFEFF${JSON.stringify({ bitbucket: { environments: ACCESS } })}`);
    expect(await find({})).toMatchObject({ kind: 'access-token' });
  });

  test('that is no JSON is named, and its words are not repeated', async () => {
    const file = configs('{"bitbucket": {"environments": {"ATLASSIAN_API_TOKEN": secret}}}');
    const error = await find({}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'FILE', message: `${file} is not valid JSON.` });
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('secret');
  });

  test('that is a folder is named', async () => {
    mkdirSync(join(home, '.mcp', 'configs.json'), { recursive: true });
    await expect(find({})).rejects.toMatchObject({
      code: 'FILE',
      message: expect.stringContaining('EISDIR'),
    });
  });

  test('is left as it was', async () => {
    const text = ' {"bitbucket":{"environments":{"BITBUCKET_ACCESS_TOKEN":"x"}}}\n';
    const file = configs(text);
    await find({});
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
