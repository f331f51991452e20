import { describe, expect, test } from 'vitest';
import { allEndpoints } from '../../../src/core/catalogue/all-endpoints.ts';
import { segmentsOf } from '../../../src/core/catalogue/template.ts';
import { rulesIn } from '../../../src/core/settings/mcp-settings.ts';
import { parseRule, ROOTS } from '../../../src/mcp/policy/rule.ts';
import { refusalOf } from './judging.ts';

const REPO = '/repositories/acme/api';
const PULLS = `${REPO}/pullrequests`;

describe('a deny rule', () => {
  test.each([
    // rule, and requests that it is about, however they are written
    [
      `POST ${PULLS}/*/comments`,
      [
        `POST ${PULLS}/1/comments`,
        `POST ${PULLS}/1/comments/`,
        `POST ${PULLS}//1/comments`,
        `POST /Repositories/ACME/Api/PullRequests/1/Comments`,
        `POST ${PULLS}/1%2Fcomments`,
        `POST ${PULLS}/1%252Fcomments`,
        `POST ${PULLS}%2f1%2fcomments`,
        `POST ${PULLS}/1/%63omments`,
        `POST ${PULLS}/1/%2563omments`,
        `POST ${PULLS}/1/comments;x=1`,
        `POST ${PULLS}/1;a/comments?pagelen=1`,
        `POST ${PULLS}/x%2F..%2F1/comments`,
        `POST ${PULLS}/x%252f..%252f1/comments`,
        `POST ${PULLS}/1/comments%5Cx`,
        `POST ${REPO}.git/pullrequests/1/comments`,
        `POST ${REPO}.GIT.git/pullrequests/1/comments`,
        `POST ${REPO}%2Egit/pullrequests/1/comments`,
        `POST /repositories/%7B11111111-2222-3333-4444-555555555555%7D/api/pullrequests/1/comments`,
        `POST /repositories/acme/%7B11111111-2222-3333-4444-555555555555%7D/pullrequests/1/comments`,
        `POST /repositories/acme/api%20/pullrequests/1/comments`,
        `POST ${PULLS}/1/comments%00`,
        `POST ${PULLS}/1/comments%c0%af`,
        // nobody knows what these would do
        `POST ${PULLS}/1/comments/7/no-such-thing`,
        `PATCH ${PULLS}/1/comments`,
      ],
    ],
    [
      `DELETE ${REPO}/refs/branches/release/**`,
      [
        `DELETE ${REPO}/refs/branches/release`,
        `DELETE ${REPO}/refs/branches/release/1.0`,
        `DELETE ${REPO}/refs/branches/release%2F1.0`,
        `DELETE ${REPO}/refs/branches/release%252F1.0`,
        `DELETE ${REPO}/refs/branches/Release%2f1.0`,
        `DELETE ${REPO}/refs%2Fbranches%2Frelease%2F1.0`,
      ],
    ],
    [`DELETE ${REPO}/refs/branches/*`, [`DELETE ${REPO}/refs/branches/feature%2Fa%2Fb`]],
    [`GET ${REPO}/src/{commit}/{path}`, [`GET ${REPO}/src/main/docs/a/b.md`]],
    [
      `GET ${REPO}/src/*/secrets/**`,
      [`GET ${REPO}/src/main/secrets/key`, `GET ${REPO}/src/main/secrets%2Fkey`],
    ],
    [
      `* /repositories/acme/secret/**`,
      [`GET /repositories/acme/secret`, 'PUT /repositories/acme/secret'],
    ],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/diff/acme/secret:a..b`]],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/diff/acme/secret:a%0Db`]],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/diffstat/acme%2Fsecret:a`]],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/patch/a..acme%252Fsecret:b`]],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/commits?include=acme/secret:main`]],
    ['GET /repositories/acme/secret/**', [`GET ${REPO}/diff/%7Babc%7D:a..b`]],
    [
      'GET /repositories/acme/secret/**',
      [
        `POST ${REPO}/commits?include=acme/secret:main`,
        `POST ${REPO}/commits?exclude=%7B1%7D:main`,
        `POST ${REPO}/commits/acme%2Fsecret:main`,
        `GET ${REPO}/commit/acme%2Fsecret:abc`,
        `GET ${REPO}/commit/acme%252Fsecret%253Aabc`,
        `GET ${REPO}/commit/acme/secret:abc`,
        `GET ${REPO}/commit/acme%2FSecret.git:abc/statuses`,
        `GET ${REPO}/src/acme%2Fsecret:abc/README.md`,
        `GET ${REPO}/src/acme/secret:abc/README.md`,
        `GET ${REPO}/filehistory/acme%2Fsecret:abc/README.md`,
      ],
    ],
    [
      'GET /workspaces/acme/search/**',
      [
        'GET /teams/acme/search/code',
        'GET /users/acme/search/code',
        'GET /Users/ACME/search%2Fcode',
        'GET /users/%7B1%7D/search/code',
      ],
    ],
    ['PUT /teams/acme/**', ['PUT /workspaces/acme/pipelines-config/variables/%7B1%7D']],
    ['GET /users/ada', ['GET /users/%7B1%7D', 'GET /users/557058:1-2', 'GET /users/Ada']],
    [
      `POST ${PULLS}/42/comments`,
      ['042', '42.0', '+42', '%2042', '42%20', '%EF%BC%94%EF%BC%92', '%D9%A4%D9%A2', '4_2'].map(
        (id) => `POST ${PULLS}/${id}/comments`,
      ),
    ],
    ['POST /repositories/acme/secret/**', [`POST ${REPO}/commit/acme%2Fsecret:abc/comments`]],
    [
      'GET /**/secret/**',
      ['GET /repositories/acme/secret/src', 'GET /repositories/a/%7Bx-1%7D/src'],
    ],
    ['DELETE /**', ['DELETE /snippets/acme/x', 'DELETE /']],
    ['* /**', ['GET /user', 'PUT /addon']],
    ['GET /repositories/acme/api.git/**', [`GET ${REPO}/src`]],
  ])('%s refuses that in each spelling', (rule, requests) => {
    for (const request of requests) {
      expect(refusalOf({ deny: [rule] }, request), request).not.toBe('');
    }
  });

  test.each([
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1/tasks`],
    [`POST ${PULLS}/*/comments`, `GET ${PULLS}/1/comments`],
    [`POST ${PULLS}/*/comments`, `PUT ${PULLS}/1/comments/7`],
    [`POST ${PULLS}/*/comments`, `POST ${REPO}/commit/abc/comments`],
    [`POST ${PULLS}/*/comments`, `POST /repositories/acme/api2/pullrequests/1/comments`],
    [`DELETE ${REPO}/refs/branches/release/**`, `DELETE ${REPO}/refs/branches/released`],
    [`DELETE ${REPO}/refs/branches/release/**`, `DELETE ${REPO}/refs/branches/a%2Frelease`],
    [`GET ${REPO}/src/*/secrets/**`, `GET ${REPO}/src/main/docs/secrets.md`],
    [`GET /repositories/acme/secret/**`, `GET ${REPO}/diff/a..b`],
    [`GET /repositories/acme/secret/**`, `GET ${REPO}/diff/acme/api:a%0Db`],
    [`GET /repositories/acme/secret/**`, `GET ${REPO}/src/main/docs/a:b.md`],
    [
      `GET /repositories/acme/secret/**`,
      `GET ${REPO}/src/acme%2Fapi:abc/a:b.md`.replace('a:b', 'ab'),
    ],
    ['GET /workspaces/acme/search/**', 'GET /users/%7B1%7D/ssh-keys'],
    ['GET /users/**', 'GET /workspaces/acme/projects'],
    ['GET /users/ada', 'GET /users/bob'],
    [`POST ${PULLS}/42/comments`, `POST ${PULLS}/43/comments`],
    [`PUT /**`, `POST ${REPO}/commit/abc/statuses/build`],
    ['DELETE /**', `PUT ${REPO}/commit/abc/statuses/build/ci%2Flint`],
    ['DELETE /**', 'GET /repositories/%7Bacme%7D/%7Bapi%7D'],
    ['DELETE /**', `GET ${REPO}/src/main/a%20b;c/%C3%BC.md`],
  ])('%s lets %s pass', (rule, request) => {
    expect(refusalOf({ deny: [rule] }, request)).toBe('');
  });

  test('is about the repository that a pull request goes into, and that a fork makes', () => {
    const flags = { deny: ['POST /repositories/acme/prod/**'] };
    const into = (repository: unknown) => ({ body: { title: 'x', destination: { repository } } });
    expect(refusalOf(flags, `POST ${PULLS}`, into({ full_name: 'acme/prod' }))).toMatch(/reaches/);
    expect(refusalOf(flags, `POST ${PULLS}`, into({ full_name: 'Acme/PROD' }))).not.toBe('');
    expect(refusalOf(flags, `POST ${PULLS}`, into({ uuid: '{1}' }))).toMatch(/full_name/);
    expect(
      refusalOf(flags, `PUT ${PULLS}/1`, into({ full_name: 'acme/api', uuid: '{1}' })),
    ).not.toBe('');
    expect(refusalOf(flags, `POST ${PULLS}`, into({ full_name: 'acme/api' }))).toBe('');
    const fork = (body: unknown) => refusalOf(flags, `POST ${REPO}/forks`, { body });
    expect(fork({ workspace: { slug: 'acme' }, name: 'Prod' })).not.toBe('');
    expect(fork({ workspace: { uuid: '{1}' }, name: 'x' })).not.toBe('');
    expect(fork({ workspace: { slug: 'acme' }, name: 'x' })).toBe('');
  });

  test('says which rule makes a path or a body unclear, and how to write it', () => {
    const flags = { deny: ['POST /repositories/acme/prod/**'] };
    const rule = '(--deny "POST /repositories/acme/prod/**" of bbx mcp';
    const repository = { uuid: '{1}' };
    const body = { destination: { repository } };
    for (const [said, way] of [
      [refusalOf(flags, `POST ${PULLS}`, { body }), 'by full_name (WORKSPACE/REPO)'],
      [refusalOf(flags, `POST ${REPO}/forks`, { body: {} }), '{"slug": "WORKSPACE"}'],
      [refusalOf(flags, 'GET /repositories/%7B1%7D/x'), 'by their slugs'],
      [refusalOf(flags, `GET ${REPO}/diff/%7B1%7D:a..b`), 'WORKSPACE/REPO:COMMIT'],
      [refusalOf(flags, `GET ${REPO}/x%5Cy`), 'Write the path out plainly'],
    ] as const) {
      expect(said).toContain(rule);
      expect(said).toContain(way);
      expect(said).not.toContain('look for another way');
    }
  });

  test('says which rule it is, where it stands, and who can change that', () => {
    const said = refusalOf({ deny: [`post,put  ${PULLS}/**`] }, `POST ${PULLS}`);
    expect(said).toBe(
      `Not permitted: POST ${PULLS} (--deny "post,put ${PULLS}/**" of bbx mcp). The operator of this server can change that there. Do not look for another way around: tell the user.`,
    );
  });
});

describe('an allow rule', () => {
  test.each([
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1/comments`],
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1/comments/`],
    [`POST ${PULLS}/*/comments`, 'POST /repositories/Acme/API/pullrequests/1/comments'],
    [`GET ${REPO}/**`, `GET ${REPO}`],
    [`GET ${REPO}/**`, `GET ${REPO}/src/main/a%2Fb`],
    [`GET ${REPO}/src/*/*`, `GET ${REPO}/src/main/docs/a.md`],
    [`GET ${REPO}/src/main/docs/**`, `GET ${REPO}/src/main/docs/a/b.md`],
    [`DELETE ${REPO}/refs/branches/feature/**`, `DELETE ${REPO}/refs/branches/feature%2Fx`],
    [`PUT ${REPO}/commit/*/statuses/build/*`, `PUT ${REPO}/commit/a/statuses/build/ci%2Flint`],
    [`GET /2.0${REPO}/`, `GET ${REPO}`],
    [`* ${REPO}/hooks`, `POST ${REPO}/hooks`],
  ])('%s lets %s pass', (rule, request) => {
    expect(refusalOf({ allow: [rule] }, request)).toBe('');
  });

  test.each([
    [`POST ${PULLS}/*/comments`, `GET ${PULLS}/1/comments`],
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1/comments/7/resolve`],
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1/merge`],
    [`POST ${PULLS}/*/comments`, `POST ${PULLS}/1%2Fmerge/comments`],
    [`PUT ${PULLS}/*`, `PUT ${PULLS}/1%2Fmerge`],
    [`PUT ${PULLS}/*`, `PUT ${PULLS}/1%252Fmerge`],
    [`POST ${PULLS}/**`, `POST ${PULLS}/..%2F..%2Fother%2Fhooks`],
    [`GET ${REPO}/**`, 'GET /repositories/acme/api2'],
    [`GET ${REPO}/**`, 'GET /repositories/acme%2Fapi/../other'],
    [`GET ${REPO}/**`, `GET ${REPO}/..%2Fother`],
    [`GET ${REPO}/**`, `GET ${REPO}/diff/acme/other:a..b`],
    [`GET ${REPO}/src/main/**`, `GET ${REPO}/src/main%2Fother/a.md`],
    [`GET ${REPO}/src/main/docs/**`, `GET ${REPO}/src/main/docs%2F..%2Fkey`],
    [`GET ${REPO}/src/main/docs/**`, `GET ${REPO}/src/main/docs2/a.md`],
    [`GET /repositories/*/*`, 'GET /repositories/acme'],
    [`GET /repositories/*/*`, 'GET /user'],
    [`* ${PULLS}/**`, `PATCH ${PULLS}/1`],
    [`POST ${PULLS}`, `POST ${PULLS}/1/approve`],
    [`POST ${PULLS}/*/comments/**`, `POST ${PULLS}/1/comments/1/merge`],
    ['POST /**', `POST ${REPO}/no-such-thing`],
    ['CLONE /repositories/acme/*', `GET ${REPO}`],
  ])('%s does not let %s pass', (rule, request) => {
    expect(refusalOf({ allow: [rule] }, request)).not.toBe('');
  });

  test('is beaten by a deny rule, by a gate and by reading only', () => {
    const allow = [`* ${REPO}/**`];
    expect(refusalOf({ allow, deny: [`DELETE ${REPO}/**`] }, `DELETE ${REPO}`)).toMatch(/--deny/);
    expect(refusalOf({ allow, 'no-merge': true }, `POST ${PULLS}/1/merge`)).toMatch(/--no-merge/);
    expect(refusalOf({ allow, 'read-only': true }, `POST ${PULLS}`)).toMatch(/--read-only/);
  });

  test('lets no write pass that nobody has described', () => {
    const asked = `POST ${REPO}/no-such-thing`;
    const unknown =
      /--(deny|allow) "[^"]+" of bbx mcp is in force, and bbx knows no such operation/;
    expect(refusalOf({ deny: ['DELETE /**'] }, asked)).toMatch(unknown);
    expect(refusalOf({ deny: ['DELETE /**'], allow: ['POST /**'] }, asked)).toMatch(unknown);
  });

  test('of commits judges other repositories in the body too', () => {
    const deny = ['GET /repositories/acme/secret/**'];
    for (const body of [{ include: 'acme/secret:main' }, { exclude: ['a', 'acme/secret:b'] }]) {
      expect(refusalOf({ deny }, `POST ${REPO}/commits`, { body })).toMatch(/reaches GET/);
    }
    expect(refusalOf({ deny }, `POST ${REPO}/commits`, { body: { include: 'main' } })).toBe('');
  });

  test('of the diff of a pull request lets pass where Bitbucket sends for it, and nowhere else', () => {
    const allow = [`GET ${PULLS}/**`];
    const target = `GET ${REPO}/diff/acme/api:aa%0Dbb?from_pullrequest_id=1`;
    expect(refusalOf({ allow }, target, { redirected: true })).toBe('');
    expect(refusalOf({ allow }, target)).not.toBe('');
    const other = 'GET /repositories/acme/other/diff/a%0Db';
    expect(refusalOf({ allow }, other, { redirected: true })).not.toBe('');
    expect(refusalOf({ allow }, `GET ${REPO}/src/main/a`, { redirected: true })).not.toBe('');
  });
});

describe('a rule that could not work', () => {
  test.each([
    ['PATCH /repositories/*/*', /no PATCH/],
    ['GET,PATCH /repositories/*/*', /Write PUT/],
    ['FETCH /repositories/*/*', /no verb FETCH/],
    ['GET', /no verb and a path/],
    ['/repositories/acme', /no verb and a path/],
    ['GET repositories/acme', /no verb and a path/],
    ['GET https://api.bitbucket.org/2.0/user', /no verb and a path/],
    ['', /no verb and a path/],
    ['GET /', /names no path/],
    ['GET /repositories/acme?role=member', /no query/],
    ['GET /repositories/acme#x', /no query/],
    ['GET /repositories/acme/../x', /no segments/],
    ['GET /repositories/acme/%2e%2e/x', /no segments/],
    ['GET /repositories//x', /two slashes/],
    ['GET /repositories/acme%2Fapi', /hides a sign/],
    ['GET /repositories/acme%252Fapi', /hides a sign/],
    ['GET /repositories/acme/a%zz', /hides a sign/],
    ['GET /repositories/acme/api\\x', /backslash/],
    ['GET /repositories/{11111111-2222-3333-4444-555555555555}/x', /slug/],
    ['GET /repositories/%7Bx-1%7D/x', /slug/],
    ['GET /repositories/acme/back*', /whole segment/],
    ['GET /repository/acme/api', /begins with/],
    ['CLONE /repositories/acme/api/src/main', /what is cloned/],
    ['DELETE /repositories/*/*/ref/branches/**', /no such operation.*refs\/branches/],
    [
      'POST /repositories/*/*/pull-requests/*/merge',
      /"POST \/repositories\/\*\/\*\/pullrequests\/\*\/merge"/,
    ],
    ['DELETE /user', /no such operation/],
    ['GET /repositories/äcme/**', /no such operation/],
    ['POST /repositories/acme/api,web/pullrequests', /no such operation/],
    ['POST /repositories/*/*/pullrequests/1,2/merge', /no such operation/],
    ['POST /repositories/*/*/pullrequests/merge/**', /no such operation/],
    ['CLONE /repositories/acme/äpi', /no such operation/],
  ])('%s stops the start', (text, why) => {
    const error = thrown(() => parseRule(text, 'BBX_MCP_DENY', ''));
    expect(error).toMatch(why);
    expect(error).toContain('BBX_MCP_DENY');
  });

  test('is none of the catalogue’s own operations', () => {
    for (const { method, template } of allEndpoints()) {
      expect(thrown(() => parseRule(`${method} ${template}`, '--deny', ''))).toBe('');
    }
  });

  test('is found where several stand in one text', () => {
    expect(rulesIn('POST,PUT /a/b, GET /c ,CLONE /d\n* /e/**\n\n')).toEqual([
      'POST,PUT /a/b',
      'GET /c',
      'CLONE /d',
      '* /e/**',
    ]);
  });

  test('begins as paths of the catalogue do', () => {
    const roots = new Set(allEndpoints().map(({ template }) => segmentsOf(template)[0]));
    expect([...roots].sort()).toEqual([...ROOTS].sort());
  });
});

function thrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return `${error.message} ${Reflect.get(error, 'hint')}`;
  }
  return '';
}
