import { describe, expect, test } from 'vitest';
import type { Message } from '../../support/mcp.ts';
import { McpProgram } from '../../support/mcp.ts';
import { PULLS, REPOSITORY, SharedProgram } from '../shared-program.ts';

const shared = new SharedProgram();

/** What a request of the new era carries. */
const metaWith = (more: object = {}) => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'a test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
  ...more,
});

const code = async (program: McpProgram, method: string, params: object) =>
  (await program.request(method, params)).error?.code;

const INVALID: readonly (readonly [string, object])[] = [
  ['tools/list', { cursor: 'x' }],
  ['prompts/list', { cursor: 'x' }],
  ['resources/list', { cursor: '' }],
  ['resources/templates/list', { cursor: 'x' }],
  ['prompts/get', {}],
  ['prompts/get', { name: 'standup_digest', arguments: { repos: 3 } }],
  ['prompts/get', { name: 'nothing' }],
  ['resources/read', {}],
  ['resources/read', { uri: 'x' }],
  ['completion/complete', {}],
  ['completion/complete', { argument: { name: 'a', value: 'b' } }],
];

test('what is asked wrongly is -32602 and what there is not -32601, in both eras', async () => {
  const { program } = shared;
  for (const [method, params] of INVALID)
    expect(await code(program, method, params), method).toBe(-32602);
  expect(await code(program, 'logging/setLevel', { level: 'loud' })).toBe(-32602);
  for (const method of ['resources/subscribe', 'tasks/list', 'nothing/at-all'])
    expect(await code(program, method, { uri: 'bitbucket://endpoints' }), method).toBe(-32601);
  expect((await program.request('ping')).result).toEqual({});

  const modern = new McpProgram(shared.environment);
  try {
    const _meta = metaWith();
    await modern.request('server/discover', { _meta });
    for (const [method, params] of INVALID)
      expect(await code(modern, method, { ...params, _meta }), method).toBe(-32602);
    for (const method of ['ping', 'logging/setLevel', 'resources/subscribe', 'nothing/at-all'])
      expect(await code(modern, method, { _meta, level: 'debug' }), method).toBe(-32601);
    await logsByRequest(modern);
  } finally {
    await modern.close();
  }
});

const logged = ({ notifications }: McpProgram): readonly Message[] =>
  notifications.filter(({ method }) => method === 'notifications/message');

const levels = (messages: readonly Message[]) => messages.map(({ params }) => params?.level);

/** Clients since 2026-07-28 say with each request what they want to know. */
async function logsByRequest(program: McpProgram) {
  const call = { name: 'bb_get', arguments: { path: '/user', jq: 'nickname' } };
  await program.request('tools/call', { ...call, _meta: metaWith() });
  expect(logged(program)).toEqual([]);
  const level = { 'io.modelcontextprotocol/logLevel': 'debug' };
  await program.request('tools/call', { ...call, _meta: metaWith(level) });
  expect(levels(logged(program))).toEqual(['debug', 'debug']);
}

test('nothing is logged until a client asks, then notes, waits as warnings, and no secret', async () => {
  const { program, sandbox } = shared;
  const slow = () =>
    sandbox.faults.add({ path: '/user', status: 503, headers: { 'retry-after': '1' } });
  slow();
  await program.call('bb_get', { path: '/user', jq: 'nickname' });
  expect(logged(program)).toEqual([]);

  await program.request('logging/setLevel', { level: 'warning' });
  slow();
  await program.call('bb_get', { path: '/user', jq: 'nickname' });
  const [warning, ...others] = logged(program);
  expect(others).toEqual([]);
  expect(warning?.params).toMatchObject({ level: 'warning', logger: 'bbx' });
  expect(String(warning?.params?.data)).toContain('Trying again in 1 s.');

  await program.request('logging/setLevel', { level: 'debug' });
  await program.call('bb_get', { path: '/user', queryParams: { q: 'name="x"' }, jq: 'nickname' });
  const all = logged(program).slice(1);
  expect(levels(all)).toEqual(['debug', 'debug']);
  const text = JSON.stringify(all);
  expect(text).toMatch(/> GET http:[^"]*\/2\.0\/user\?…"/);
  expect(text).not.toMatch(/authorization|Basic|name=/i);
  expect(text).not.toContain(sandbox.credentials.full.token);
  await program.request('logging/setLevel', { level: 'emergency' });
});

test('a reader is told how far a long reading has come', async () => {
  const { program } = shared;
  const params = {
    uri: 'bitbucket://acme/backend-api/pull-requests/42',
    _meta: { progressToken: 'reading' },
  };
  const { result } = await program.request('resources/read', params);
  expect(result).toHaveProperty('contents');
  const told = program.notifications.filter(({ params: one }) => one?.progressToken === 'reading');
  const counts = told.map(({ params: one }) => Number(one?.progress));
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
});

describe('a wrong path is answered with the right ones', () => {
  test.each([
    ['bb_get', `${PULLS}/42/files`, `GET ${PULLS}/42/diffstat, or GET ${PULLS}/42/diff?`],
    ['bb_get', '/workspaces', 'Use /user/workspaces.'],
    ['bb_get', '/repositories', 'Use /repositories/{workspace}?role=member'],
    ['bb_get', '/repositories/acme/x/pull-requests', 'GET /repositories/acme/x/pullrequests?'],
    ['bb_get', '/projects', 'GET /workspaces/{workspace}/projects?'],
    ['bb_get', '/users/me', 'GET /user?'],
    ['bb_get', `${REPOSITORY}/pipelines/latest`, `GET ${REPOSITORY}/pipelines?sort=-created_on?`],
    ['bb_get', `${REPOSITORY}/actions/runs`, `GET ${REPOSITORY}/pipelines?`],
    ['bb_get', `${REPOSITORY}/refs/heads/main`, `GET ${REPOSITORY}/refs/branches/main?`],
    ['bb_get', `${REPOSITORY}/commits/abc/statuses`, `GET ${REPOSITORY}/commit/abc/statuses?`],
    ['bb_get', `${REPOSITORY}/commits/feature/x`, '/commits?include=BRANCH'],
    ['bb_get', `${PULLS}/42/approve`, 'takes POST, DELETE'],
    ['bb_get', '/nothing/of/this', 'bb_get with path "endpoints:WORDS"'],
    ['bb_patch', `${PULLS}/42/approve`, 'takes POST, DELETE; nothing here can be updated'],
    ['bb_patch', `${PULLS}/42/nothing`, 'bb_get with path "endpoints:WORDS"'],
  ])('%s %s', async (name, path, words) => {
    const body = name === 'bb_get' ? {} : { body: { title: 'x' } };
    const text = await shared.failing(name, { path, ...body });
    expect(text).toContain(words);
    expect(text).not.toMatch(/\bbbx (get|put|endpoints)|--[a-z]/);
  });

  test.each([
    ['bb_post', `${PULLS}/42`, `PUT ${PULLS}/42?`],
    ['bb_post', `${PULLS}/42/close`, `POST ${PULLS}/42/decline?`],
    ['bb_put', `${PULLS}/42/merge`, `POST ${PULLS}/42/merge?`],
  ])('%s %s, before anything is sent', async (name, path, words) => {
    const sent = await shared.requestsOf(async () => {
      const { whole } = await shared.program.call(name, { path, body: { title: 'x' } });
      expect(whole).toContain(words);
    });
    expect(sent).toBe(0);
  });
});
