import { expect, test } from 'vitest';
import { mergeForUpdate } from '../../../src/core/bitbucket/merge-for-update.ts';
import { updatableAt } from '../../../src/core/bitbucket/updatable.ts';
import { RESOURCES } from '../../../src/core/bitbucket/updatable-resources.ts';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';

const WEB = '/repositories/acme/web';

function update(path: string, current: unknown, changes: unknown) {
  const resource = updatableAt(path);
  if (resource === undefined) throw new Error(`${path} is not updatable`);
  return mergeForUpdate(resource, current, changes);
}

const PULL_REQUEST = {
  type: 'pullrequest',
  id: 42,
  title: 'Add login',
  description: 'With **care**',
  state: 'OPEN',
  draft: false,
  close_source_branch: true,
  author: { display_name: 'Ann', uuid: '{ann}' },
  reviewers: [
    { display_name: 'Bob', uuid: '{bob}', account_id: '5:b', links: {} },
    { display_name: 'Cy', uuid: '{cy}', account_id: '5:c', links: {} },
  ],
  participants: [{ role: 'REVIEWER', approved: true }],
  source: { branch: { name: 'login' }, repository: { full_name: 'acme/web' }, commit: {} },
  destination: { branch: { name: 'main' }, commit: { hash: 'a1' } },
  comment_count: 3,
  links: { self: { href: 'x' } },
};
const pr = (changes: unknown, current: unknown = PULL_REQUEST) =>
  update(`${WEB}/pullrequests/42`, current, changes);

test('changing the title of a pull request keeps all else that a PUT would lose', () => {
  expect(pr({ title: 'Add sign-in' })).toEqual({
    body: {
      title: 'Add sign-in',
      description: 'With **care**',
      reviewers: [{ uuid: '{bob}' }, { uuid: '{cy}' }],
      destination: { branch: { name: 'main' } },
      close_source_branch: true,
      draft: false,
    },
    changed: ['title'],
  });
});

test('reviewers are replaced as a list, each by uuid, account id or text', () => {
  const { body, changed } = pr({ reviewers: ['{dee}', '5:e', { account_id: '5:f', x: 1 }] });
  expect(body.reviewers).toEqual([{ uuid: '{dee}' }, { account_id: '5:e' }, { account_id: '5:f' }]);
  expect(changed).toEqual(['reviewers']);
  expect(pr({ reviewers: [] }).body.reviewers).toEqual([]);
  expect(() => pr({ reviewers: 'bob' })).toThrow(/list of people/);
  expect(() => pr({ reviewers: [{ display_name: 'Bob' }] })).toThrow(/list of people/);
});

test('null takes away what may be taken away', () => {
  const { body, changed } = pr({ description: null, reviewers: null });
  expect(body).toMatchObject({ description: '', reviewers: [], title: 'Add login' });
  expect(changed).toEqual(['description', 'reviewers']);
  expect(() => pr({ title: null })).toThrow('title of a pull request cannot be taken away.');
  expect(() => pr({ destination: null })).toThrow(/cannot write destination/);
});

test('a nested field is merged, written as an object or with dots', () => {
  for (const changes of [
    { destination: { branch: { name: 'develop' } } },
    { 'destination.branch.name': 'develop' },
  ]) {
    const { body, changed } = pr(changes);
    expect(body.destination).toEqual({ branch: { name: 'develop' } });
    expect(changed).toEqual(['destination.branch.name']);
  }
});

test('the source branch is sent only when it changes', () => {
  expect(pr({ draft: true }).body).not.toHaveProperty('source');
  expect(pr({ source: { branch: { name: 'login-2' } } }).body.source).toEqual({
    branch: { name: 'login-2' },
  });
});

test('read-only and unknown fields are refused by name, with the writable ones', () => {
  try {
    pr({ state: 'MERGED', titel: 'x' });
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'An update of a pull request cannot write state, titel.',
      hint: expect.stringMatching(/\/merge or \/decline.*Writable: title, description, reviewers/),
    });
    expect(JSON.stringify(error).length).toBeLessThan(600);
  }
  expect(() => pr({ constructor: 1 })).toThrow(/cannot write constructor/);
});

test('a whole answer can be edited and sent: what is read-only and unchanged is passed over', () => {
  const { body, changed } = pr({ ...PULL_REQUEST, description: 'New' });
  expect(changed).toEqual(['description']);
  expect(Object.keys(body)).not.toContain('id');
  expect(body.reviewers).toEqual([{ uuid: '{bob}' }, { uuid: '{cy}' }]);
});

test('a change that changes nothing says so', () => {
  expect(pr({ title: 'Add login', reviewers: ['{bob}', '{cy}'] }).changed).toEqual([]);
  expect(pr({ description: '' }, { ...PULL_REQUEST, description: null }).changed).toEqual([]);
});

test('no object, and an empty one, are nothing to change', () => {
  for (const changes of [{}, [], 'title', null, 3]) {
    expect(() => pr(changes)).toThrow(/Nothing to change/);
  }
  expect(() => pr({ title: 'x' }, [])).toThrow(/as a JSON object/);
});

test('a merge changes neither of the objects it is given', () => {
  const before = structuredClone(PULL_REQUEST);
  const changes = Object.freeze({ destination: Object.freeze({ branch: { name: 'x' } }) });
  pr(changes);
  expect(PULL_REQUEST).toEqual(before);
});

test('a comment sends its raw content alone', () => {
  const comment = {
    id: 1,
    content: { raw: 'old', html: '<p>old</p>', markup: 'markdown' },
    inline: { path: 'a.ts', to: 3 },
    user: {},
  };
  const path = `${WEB}/pullrequests/42/comments/1`;
  expect(update(path, comment, { content: { raw: 'new' } }).body).toEqual({
    content: { raw: 'new' },
  });
  expect(update(path, comment, { pending: false }).body).toEqual({
    content: { raw: 'old' },
    pending: false,
  });
  expect(() => update(path, comment, { content: 'new' })).toThrow(/cannot write content/);
  expect(() => update(path, comment, { content: { html: 'x' } })).toThrow(/content\.html/);
  expect(() => update(`${WEB}/commit/a1/comments/1`, comment, { pending: false })).toThrow();
});

test('a task keeps its text when it is resolved', () => {
  const task = { id: 2, state: 'UNRESOLVED', content: { raw: 'Do it', html: 'x' }, creator: {} };
  expect(update(`${WEB}/pullrequests/42/tasks/2`, task, { state: 'RESOLVED' })).toEqual({
    body: { content: { raw: 'Do it' }, state: 'RESOLVED' },
    changed: ['state'],
  });
});

test('a repository sends only what changes, since its name would move it', () => {
  const repository = {
    name: 'Web',
    slug: 'shop',
    is_private: true,
    mainbranch: { name: 'main', type: 'branch' },
    project: { key: 'A', uuid: '{p}' },
  };
  expect(update(WEB, repository, { mainbranch: { name: 'dev' } }).body).toEqual({
    mainbranch: { name: 'dev' },
  });
  expect(update(WEB, repository, { description: null }).body).toEqual({ description: '' });
  expect(() => update(WEB, repository, { has_issues: true })).toThrow(/has_issues/);
});

test('a webhook keeps its events and address; its secret is sent only when given', () => {
  const hook = {
    uuid: '{h}',
    url: 'https://ci.example/hook',
    description: 'CI',
    active: true,
    events: ['repo:push'],
    secret_set: true,
    subject: {},
  };
  for (const path of [`${WEB}/hooks/{h}`, '/workspaces/acme/hooks/%7Bh%7D']) {
    expect(update(path, hook, { active: false }).body).toEqual({
      url: 'https://ci.example/hook',
      description: 'CI',
      active: false,
      events: ['repo:push'],
    });
    expect(update(path, hook, { secret: null })).toMatchObject({
      body: { secret: null },
      changed: ['secret'],
    });
  }
});

test('a secured variable stays secured, and its value goes out only when given', () => {
  const secured = { type: 'pipeline_variable', uuid: '{v}', key: 'TOKEN', secured: true };
  const path = `${WEB}/pipelines_config/variables/{v}`;
  expect(update(path, secured, { key: 'API_TOKEN' }).body).toEqual({
    key: 'API_TOKEN',
    secured: true,
  });
  expect(update(path, secured, { value: 's3' })).toEqual({
    body: { key: 'TOKEN', value: 's3', secured: true },
    changed: ['value'],
  });
  expect(() => update(path, secured, { secured: false })).toThrow(/never comes back/);
});

test('a plain variable keeps its value', () => {
  const plain = { uuid: '{v}', key: 'REGION', value: 'eu', secured: false };
  expect(
    update('/workspaces/acme/pipelines-config/variables/{v}', plain, { key: 'R' }).body,
  ).toEqual({ key: 'R', value: 'eu', secured: false });
});

test('a deployment variable is read from its list, having no address of its own to GET', () => {
  const list = `${WEB}/deployments_config/environments/%7Be%7D/variables`;
  expect(updatableAt(`${list}/%7Bv%7D`)?.read).toEqual({ path: list, uuid: '{v}' });
  expect(updatableAt(`/2.0${WEB}/pullrequests/42?fields=id`)?.read).toEqual({
    path: `${WEB}/pullrequests/42`,
  });
});

test('a branching model sends only the parts given', () => {
  const model = {
    development: { is_valid: false, name: 'gone', use_mainbranch: false },
    production: { enabled: false },
    branch_types: [],
  };
  const changes = { production: { enabled: true, use_mainbranch: true } };
  expect(update(`${WEB}/branching-model/settings`, model, changes).body).toEqual(changes);
});

test('a branch restriction keeps what it matches, and its people unless they change', () => {
  const restriction = {
    id: 7,
    kind: 'push',
    branch_match_kind: 'glob',
    pattern: 'main',
    users: [{ uuid: '{ann}', display_name: 'Ann' }],
    groups: [],
    value: null,
  };
  const path = `${WEB}/branch-restrictions/7`;
  const matched = { kind: 'push', branch_match_kind: 'glob' };
  expect(update(path, restriction, { pattern: 'release/*' }).body).toEqual({
    ...matched,
    pattern: 'release/*',
  });
  expect(update(path, restriction, { users: ['{bob}'] }).body).toEqual({
    ...matched,
    pattern: 'main',
    users: [{ uuid: '{bob}' }],
  });
});

test('an object that is one value is merged member by member', () => {
  const current = { override_settings: { branching_model: true, default_merge_strategy: true } };
  const changes = { override_settings: { branching_model: false } };
  expect(update(`${WEB}/override-settings`, current, changes).body).toEqual({
    override_settings: { branching_model: false, default_merge_strategy: true },
  });
});

test('a deploy key sends the key itself again, which cannot change', () => {
  const key = { id: 1, key: 'ssh-ed25519 AAA', label: 'ci', comment: 'bot', repository: {} };
  const path = `${WEB}/deploy-keys/1`;
  expect(update(path, key, { label: 'deploy' }).body).toEqual({
    key: 'ssh-ed25519 AAA',
    label: 'deploy',
    comment: 'bot',
  });
  expect(() => update(path, key, { key: 'ssh-ed25519 BBB' })).toThrow(/cannot write key/);
});

test('a snippet sends the null that takes its title away', () => {
  expect(
    update('/snippets/acme/x1', { title: 'A', is_private: true }, { title: null }).body,
  ).toEqual({ title: null });
});

test('everything updatable is a PUT of the catalogue whose present state can be read', () => {
  for (const { template, list } of RESOURCES) {
    expect(matchOperation('PUT', template)?.template, template).toBe(template);
    expect(matchOperation('GET', list ?? template), template).toBeDefined();
    expect(updatableAt(template)?.template).toBe(template);
  }
});

test('what cannot be read and merged is left to PUT', () => {
  for (const path of [
    `${WEB}/pullrequests/42/approve`,
    `${WEB}/pullrequests`,
    `${WEB}/pipelines_config/build_number`,
    `${WEB}/default-reviewers/bob`,
    '/workspaces/acme',
    '/teams/acme/pipelines_config/variables/1',
  ]) {
    expect(updatableAt(path), path).toBeUndefined();
  }
});
