import { describe, expect, test } from 'vitest';
import { recogniseEmail, recogniseToken } from '../../../src/core/auth/token-kind.ts';
import { BbxError } from '../../../src/core/errors.ts';

const API = `ATATT3${'xFfGF0_-1='.repeat(19).slice(0, 186)}`;
const ACCESS = `ATCTT3${'xFfGF0_-1='.repeat(19)}`;

function errorOf(work: () => unknown): BbxError {
  try {
    work();
  } catch (error) {
    if (error instanceof BbxError) return error;
  }
  throw new Error('there was no BbxError');
}

describe('a pasted token', () => {
  test('is an API token, about whose scopes its form says nothing', () => {
    const found = recogniseToken(API);
    expect(found).toMatchObject({ token: API, kind: 'api-token' });
    expect(found.note).toMatch(/^Whether this API token has scopes cannot be seen/);
  });

  test('is an access token', () => {
    expect(recogniseToken(ACCESS)).toEqual({ token: ACCESS, kind: 'access-token' });
  });

  test('loses the white space around it', () => {
    expect(recogniseToken(` \t${API}\r\n`).token).toBe(API);
  });

  test('of another length is noted', () => {
    expect(recogniseToken(API.slice(0, 150)).note).toMatch(
      /^API tokens have 192 characters and this has 150/,
    );
  });

  test('of an unknown form is left to Bitbucket', () => {
    const token = 'a0b1c2d3e4f5g6h7i8j9k0';
    expect(recogniseToken(token)).toEqual({ token, kind: undefined });
  });

  test.each([
    ['an app password', `ATBB${'x'.repeat(28)}`, 'removed app passwords on 2026-07-28'],
    ['nothing', ' \n', 'Nothing was given'],
    ['a line end inside', `${API.slice(0, 80)}\n${API.slice(80)}`, 'inside the token'],
    ['a space inside', `${ACCESS} x`, 'inside the token'],
    ['an invisible character', `${API}\u200b`, 'inside the token'],
    ['an e-mail address', 'ann@example.com', 'This is an e-mail address'],
    ['a user name', 'ann_example', 'This has 11 characters'],
    ['an assignment', `ATLASSIAN_API_TOKEN=${API}`, 'more here than a token'],
    ['quotes', `"${API}"`, 'more here than a token'],
    ['a login', `${API}:x`, 'more here than a token'],
    [
      'an address',
      `https://x-token-auth:${ACCESS}@bitbucket.org/acme/api`,
      'more here than a token',
    ],
  ])('is refused when it is %s', (_, pasted, words) => {
    const error = errorOf(() => recogniseToken(pasted));
    expect(error.code).toBe('AUTH_REJECTED');
    expect(error.message).toContain(words);
    expect(error.hint).toBeTruthy();
    expect(JSON.stringify(error)).not.toMatch(/AT(ATT3|CTT3|BB)/);
  });
});

describe('an e-mail', () => {
  test('is taken without the white space around it', () => {
    expect(recogniseEmail(' ann@example.com\n')).toBe('ann@example.com');
  });

  test.each(['ann', '', 'ann example@x', 'ann@x@y'])('is not %j', (given) => {
    const error = errorOf(() => recogniseEmail(given));
    expect(error).toMatchObject({ code: 'AUTH_REJECTED' });
    expect(error.hint).toContain('no user name');
  });

  test('is not a token, and the token is not repeated', () => {
    const error = errorOf(() => recogniseEmail(API));
    expect(error.message).toBe('This is a token where the e-mail belongs.');
    expect(JSON.stringify(error)).not.toContain('ATATT3');
  });
});
