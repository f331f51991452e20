import { expect, test } from 'vitest';
import { redact, secretsOf } from '../../../src/core/auth/redact.ts';

const token = 'ATATT3xFfGF0_secret-word=A1B2C3D4';
const secrets = secretsOf({ kind: 'api-token', email: 'ann@example.com', token, source: 'test' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['as it is', token],
  ['URL-encoded', encodeURIComponent(token)],
  ['URL-encoded in small letters', encodeURIComponent(token).replace('%3D', '%3d')],
  ['in base64', base64(token)],
  ['in base64 after the e-mail', base64(`ann@example.com:${token}`)],
  ['in base64 after git’s user name', base64(`x-bitbucket-api-token-auth:${token}`)],
  ['in base64url', Buffer.from(`ann@example.com:${token}`).toString('base64url')],
])('a token %s is masked whole', (_, form) => {
  expect(redact(`before <${form}> after`, secrets)).toBe('before <***> after');
});

test.each(['a', 'ab', 'abc', 'abcd'])('no core of it is left after the user %s', (user) => {
  const shown = redact(base64(`${user}:${token}:more`), secrets);
  expect(Buffer.from(shown.replace('***', ''), 'base64').toString()).not.toContain('secret');
  expect(shown.length).toBeLessThan(24);
});

test('other words stay, and no secrets mask nothing', () => {
  expect(redact('fatal: repository not found', secrets)).toBe('fatal: repository not found');
  expect(redact('a.b|c', ['', '.', '|'])).toBe('a***b***c');
  expect(redact('text', [])).toBe('text');
});

test('a short token does not mask half of the text', () => {
  const short = secretsOf({ kind: 'access-token', token: 'abc', source: 'test' });
  expect(redact('YWI and Jj', short)).toBe('YWI and Jj');
});
