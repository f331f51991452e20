import { afterAll, beforeAll, expect, test } from 'vitest';
import { isObject, numberAt, objectAt, textAt } from '../../src/sandbox/json.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const get = (path: string) => bitbucket.visit(`GET ${path}`);
const branch = encodeURIComponent('feature/JWT-rotation');

test('the latest run of #42 is green, the one before was red', async () => {
  const { values } = await get(`${BACKEND}/pipelines?target.branch=${branch}&sort=-created_on`);
  const results = values.map((one) => textAt(one, 'state', 'result', 'name'));
  expect(results).toEqual(['SUCCESSFUL', 'FAILED']);
  const statuses = await get(`${BACKEND}/pullrequests/42/statuses`);
  expect(statuses.values.map((one) => textAt(one, 'state'))).toContain('SUCCESSFUL');
});

test('a red run tells why in the log of its step, which lies elsewhere', async () => {
  const [red] = (await get(`${BACKEND}/pipelines?status=FAILED&sort=-created_on`)).values;
  const run = `${BACKEND}/pipelines/${numberAt(red, 'build_number')}/steps`;
  const [step] = (await get(run)).values;
  const path = `${run}/${encodeURIComponent(textAt(step, 'uuid') ?? '')}/log`;
  const leads = await get(path);
  expect(leads.status).toBe(307);
  const location = leads.headers.get('location') ?? '';
  expect(location.startsWith(bitbucket.sandbox.storageUrl)).toBe(true);
  const refused = await get(location);
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining('Only one auth mechanism allowed'),
  ]);
  const tail = await bitbucket.visit(`GET ${location}`, {
    as: null,
    headers: { range: 'bytes=-60' },
  });
  expect(tail.status).toBe(206);
  expect(tail.text).toContain('npm error Test failed.');
  const beyond = await bitbucket.visit(`GET ${location}`, {
    as: null,
    headers: { range: 'bytes=999999-' },
  });
  expect(beyond.status).toBe(416);
});

test('a run is started, seen and stopped once', async () => {
  const send = { target: { type: 'pipeline_ref_target', ref_type: 'branch', ref_name: 'main' } };
  const made = await bitbucket.visit(`POST ${BACKEND}/pipelines/`, { send });
  expect(made.status).toBe(201);
  const path = `${BACKEND}/pipelines/${numberAt(made.body, 'build_number')}`;
  expect(textAt((await get(path)).body, 'state', 'name')).toBe('IN_PROGRESS');
  expect((await bitbucket.visit(`POST ${path}/stopPipeline`)).status).toBe(204);
  expect((await bitbucket.visit(`POST ${path}/stopPipeline`)).status).toBe(400);
  expect(textAt((await get(path)).body, 'state', 'result', 'name')).toBe('STOPPED');
});

test('a secured variable never gives its value back', async () => {
  const path = `${BACKEND}/pipelines_config/variables`;
  const made = await bitbucket.visit(`POST ${path}`, {
    send: { key: 'K', value: 'geheim', secured: true },
  });
  expect(made.text).not.toContain('geheim');
  expect((await get(path)).text).not.toContain('geheim');
});

test('a download is uploaded, replaced, and fetched from another origin', async () => {
  const path = `${BACKEND}/downloads`;
  const upload = (text: string) => {
    const form = new FormData();
    form.append('files', new Blob([text]), 'out put.txt');
    return bitbucket.visit(`POST ${path}`, { raw: form });
  };
  expect((await bitbucket.visit(`POST ${path}`, { raw: 'nothing' })).status).toBe(406);
  await upload('one');
  expect((await upload('two')).status).toBe(201);
  expect((await get(path)).values.filter(isObject)).toHaveLength(1);
  const leads = await get(`${path}/out%20put.txt`);
  expect(leads.status).toBe(302);
  const there = await bitbucket.visit(`GET ${leads.headers.get('location')}`, { as: null });
  expect(there.text).toBe('two');
});

test('a build status with the same key replaces the one before', async () => {
  const path = `${BACKEND}/commit/main/statuses`;
  const before = (await get(path)).values.length;
  for (const state of ['INPROGRESS', 'SUCCESSFUL']) {
    await bitbucket.visit(`POST ${path}/build`, {
      send: { key: 'ci', state, url: 'https://ci.example' },
    });
  }
  const { values } = await get(path);
  expect(values).toHaveLength(before + 1);
  expect(objectAt(values.at(-1), 'links')).toBeDefined();
});
