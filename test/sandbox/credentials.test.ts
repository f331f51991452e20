import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAt, objectAt, textAt } from '../../src/sandbox/json.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const TOKEN_REFUSED = 'Token is invalid, expired, or not supported for this endpoint.';
const basic = (user: string, token: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`,
});

describe('credentials', () => {
  test('a token looks like a real one', () => {
    const { full, accessToken } = bitbucket.sandbox.credentials;
    expect(full.token).toMatch(/^ATATT3[\w\-=]{186}$/);
    expect(full.token).toMatch(/[-_].*=/);
    expect(accessToken.token).toMatch(/^ATCTT3/);
  });

  test('e-mail and API token are let in, as Basic and as Bearer', async () => {
    const { full } = bitbucket.sandbox.credentials;
    expect((await bitbucket.visit('GET /user')).body.nickname).toBe('maya');
    const headers = { authorization: `Bearer ${full.token}` };
    expect((await bitbucket.visit('GET /user', { as: null, headers })).status).toBe(200);
  });

  test('a user name in the place of the e-mail is refused as a bad token', async () => {
    const { full } = bitbucket.sandbox.credentials;
    for (const headers of [basic(full.username, full.token), basic(full.email, 'wrong')]) {
      const answer = await bitbucket.visit('GET /user', { as: null, headers });
      expect(answer.status).toBe(401);
      expect(textAt(answer.body, 'error', 'message')).toBe(TOKEN_REFUSED);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Bitbucket.org HTTP"');
    }
  });

  test('a missing scope is named in an object, and none implies another', async () => {
    const { noPullRequests } = bitbucket.sandbox.credentials;
    const answer = await bitbucket.visit(`GET ${BACKEND}/pullrequests/42`, { as: noPullRequests });
    expect(answer.status).toBe(403);
    const detail = objectAt(objectAt(answer.body, 'error'), 'detail');
    expect(listAt(detail, 'required')).toEqual(['read:pullrequest:bitbucket']);
    expect(listAt(detail, 'granted')).toContain('write:pullrequest:bitbucket');
  });

  test('a token that only reads may still comment, but neither approve nor create', async () => {
    const { readOnly } = bitbucket.sandbox.credentials;
    const send = { content: { raw: 'From a reader' } };
    const path = `${BACKEND}/pullrequests/42`;
    expect((await bitbucket.visit(`POST ${path}/comments`, { as: readOnly, send })).status).toBe(
      201,
    );
    expect((await bitbucket.visit(`POST ${path}/approve`, { as: readOnly })).status).toBe(403);
  });

  test('an access token is nobody: it sees repositories and no user', async () => {
    const { accessToken } = bitbucket.sandbox.credentials;
    expect((await bitbucket.visit(`GET ${BACKEND}`, { as: accessToken })).status).toBe(200);
    const refused = await bitbucket.visit('GET /user', { as: accessToken });
    expect(refused.status).toBe(403);
  });

  test('without a credential a private repository is not there', async () => {
    const { status, body } = await bitbucket.visit(`GET ${BACKEND}`, { as: null });
    expect(status).toBe(404);
    expect(textAt(body, 'error', 'message')).toMatch(/^You may not have access to this repository/);
  });
});

describe('what is no operation', () => {
  const NO_SUCH = 'This endpoint does not support token-based authentication';

  test.each([
    `PATCH ${BACKEND}/pullrequests/42`,
    `PUT ${BACKEND}/pullrequests/42/merge`,
    `GET ${BACKEND}/pullrequests/42/files`,
    'GET /nowhere',
  ])('%s is refused in plain text with 403', async (what) => {
    const { status, text, headers } = await bitbucket.visit(what);
    expect([status, text]).toEqual([403, NO_SUCH]);
    expect(headers.get('content-type')).toBe('text/plain');
  });

  test.each(['/workspaces', '/repositories', '/snippets', '/user/permissions/repositories'])(
    'GET %s is gone',
    async (path) => {
      const { status, body } = await bitbucket.visit(`GET ${path}`);
      expect(status).toBe(410);
      expect(textAt(body, 'error', 'message')).toBe(
        'CHANGE-2770 - Functionality has been deprecated',
      );
      expect(textAt(body, 'data', 'announcement_url')).toMatch(/changelog#CHANGE-2770$/);
    },
  );

  test('an operation that the sandbox lacks names itself with 501', async () => {
    const { status, body } = await bitbucket.visit(`GET ${BACKEND}/deploy-keys`);
    expect(status).toBe(501);
    expect(textAt(body, 'error', 'message')).toBe(
      'The sandbox has no GET /repositories/{workspace}/{repo_slug}/deploy-keys',
    );
  });

  test('a path without /2.0 is forbidden', async () => {
    const answer = await bitbucket.visit(`GET ${bitbucket.sandbox.url}/user`);
    expect([answer.status, textAt(answer.body, 'error', 'message')]).toEqual([403, 'Forbidden']);
  });

  test('a POST that promises JSON and brings none is a bad request', async () => {
    const headers = { 'content-type': 'application/json' };
    const path = `POST ${BACKEND}/pullrequests/45/approve`;
    expect((await bitbucket.visit(path, { headers })).status).toBe(400);
    expect((await bitbucket.visit(path)).status).toBe(200);
  });
});
