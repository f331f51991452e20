import { expect, test } from 'vitest';
import { nearestWords } from '../../../src/core/catalogue/nearest-words.ts';
import { searchOperations } from '../../../src/core/catalogue/search-operations.ts';

const REPO = '/repositories/{workspace}/{repo_slug}';
const search = (...words: string[]) =>
  searchOperations(words).map(({ method, template }) => `${method} ${template}`);

test.each([
  ['pr', `GET ${REPO}/pullrequests`],
  ['pull request', `GET ${REPO}/pullrequests`],
  ['create pr', `POST ${REPO}/pullrequests`],
  ['build', `GET ${REPO}/pipelines`],
  ['ci', `GET ${REPO}/pipelines`],
  ['webhook', `GET ${REPO}/hooks`],
  ['comment', `GET ${REPO}/pullrequests/{pull_request_id}/comments`],
  ['secret', `GET ${REPO}/pipelines_config/variables`],
  ['variable', `GET ${REPO}/pipelines_config/variables`],
  ['tag', `GET ${REPO}/refs/tags`],
  ['file', `GET ${REPO}/src`],
  ['delete branch', `DELETE ${REPO}/refs/branches/{name}`],
  ['approve', `POST ${REPO}/pullrequests/{pull_request_id}/approve`],
  ['pipeline log', `GET ${REPO}/pipelines/{pipeline_uuid}/steps/{step_uuid}/log`],
  ['stop pipeline', `POST ${REPO}/pipelines/{pipeline_uuid}/stopPipeline`],
  ['branch protection', `GET ${REPO}/branch-restrictions`],
  ['repository', `GET ${REPO}`],
  ['/repositories/acme/web/pullrequests/1', `GET ${REPO}/pullrequests/{pull_request_id}`],
])('%s finds %s first', (words, first) => {
  expect(search(words)[0]).toBe(first);
});

test('a scope finds what needs it, with or without its end', () => {
  const found = searchOperations(['write:pullrequest']);
  expect(found).toHaveLength(8);
  expect(found.every(({ scopes }) => scopes.includes('write:pullrequest:bitbucket'))).toBe(true);
  expect(searchOperations(['write:pullrequest:bitbucket'])).toEqual(found);
});

test('a method finds every operation with it', () => {
  expect(searchOperations(['delete'])).toHaveLength(49);
  expect(searchOperations(['POST', 'write:pipeline']).every((e) => e.method === 'POST')).toBe(true);
});

test('a piece of a path finds what contains it', () => {
  expect(search('/merge').every((name) => name.includes('/merge'))).toBe(true);
  expect(search('/merge')).toContain(`POST ${REPO}/pullrequests/{pull_request_id}/merge`);
});

test('every word has to fit, in one string or in several', () => {
  expect(search('pr', 'zzz')).toEqual([]);
  expect(search('delete', 'branch')).toEqual(search('delete branch'));
});

test('no word finds everything, the dying last', () => {
  const all = searchOperations([]);
  expect(all).toHaveLength(294);
  expect(all.slice(-14).every(({ template }) => /teams|users|search|watchers/.test(template))).toBe(
    true,
  );
});

test('a misspelled word is told its neighbours', () => {
  expect(nearestWords('webhok')[0]).toBe('webhook');
  expect(nearestWords('piplines')[0]).toBe('pipelines');
  expect(nearestWords('qqqqqq')).toEqual([]);
});
