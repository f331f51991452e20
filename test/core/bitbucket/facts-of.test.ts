import { expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { type Facts, factsOf } from '../../../src/core/bitbucket/facts-of.ts';
import { listAt, textAt } from '../../../src/core/bitbucket/json-object.ts';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { testContext } from '../../support/context.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile();
const REPOSITORY = '/repositories/acme/backend-api';

async function read(path: string): Promise<unknown> {
  return await call(testContext(desk.sandbox.url, { environment: desk.env }), 'GET', path);
}

async function factsAt(path: string): Promise<Facts> {
  return factsOf(matchOperation('GET', path)?.template ?? '', await read(path));
}

/** The path of the first thing in a list. */
async function firstIn(list: string, key: string): Promise<string> {
  const [first] = listAt(await read(list), 'values');
  const id = textAt(first, key) || String(Object(first)[key]);
  return `${list}/${encodeURIComponent(id)}`;
}

test.each<[string, string, string[]]>([
  ['/refs/branches', 'name', ['branch', 'commit', 'date', 'author']],
  ['/refs/tags', 'name', ['tag', 'commit', 'date', 'author']],
  ['/pullrequests', 'id', ['id', 'title', 'author', 'source', 'destination', 'commit', 'state']],
  ['/pullrequests/42/comments', 'id', ['id', 'author', 'date', 'text']],
  ['/pullrequests/42/tasks', 'id', ['id', 'state', 'creator', 'text']],
  ['/pipelines', 'uuid', ['number', 'state', 'on', 'commit', 'creator']],
  ['/environments', 'uuid', ['name']],
])('what is in %s is told by its %s and more', async (list, key, names) => {
  const facts = await factsAt(await firstIn(REPOSITORY + list, key));
  expect(Object.keys(facts)).toEqual(expect.arrayContaining(names));
  expect(Object.keys(facts).length).toBeLessThan(12);
});

test('what approved it and what wants changes are told of a pull request', () => {
  const person = (name: string, state: string | null) => ({ user: { display_name: name }, state });
  const participants = [person('A', 'approved'), person('B', 'changes_requested'), null, 5];
  expect(
    factsOf('~/pullrequests/{pull_request_id}', {
      id: 7,
      participants: [...participants, person('C', 'approved'), person('D', null)],
    }),
  ).toEqual({ id: 7, approved_by: 'A, C', changes_requested_by: 'B' });
});

test('most other things have a name and what they allow', () => {
  const rule = { id: 5, kind: 'push', pattern: 'main', users: [], links: { self: {} } };
  expect(factsOf('~/branch-restrictions/{id}', rule)).toEqual({
    id: 5,
    kind: 'push',
    pattern: 'main',
  });
  const variable = { key: 'TOKEN', secured: true, uuid: '{1}', value: null };
  expect(factsOf('~/pipelines_config/variables/{variable_uuid}', variable)).toEqual({
    name: 'TOKEN',
    secured: true,
  });
});

test.each([[undefined], [null], ['text'], [[]], [{ values: [] }]])(
  'there is nothing to tell of %j',
  (data) => {
    expect(factsOf('/anything', data)).toEqual({});
  },
);
