import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { toolFor } from '../../../src/mcp/tool-for.ts';
import { edit } from '../../../src/operations/pr/edit.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const contextOf = (notes: string[] = []) =>
  testContext(desk.sandbox.url, {
    environment: { ...desk.env },
    repository: 'acme/backend-api',
    notes,
  });
const pull = (id: number) => {
  const found = desk.sandbox.world.repositories
    .get('backend-api')
    ?.pullRequests.find((pr) => pr.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};
const reviewers = (id: number) =>
  pull(id)
    .participants.filter(({ role }) => role === 'REVIEWER')
    .map(({ user }) => user.nickname);
const prEdit = async (flags: readonly string[], options: RunOptions = {}) =>
  await desk.bbx(['pr', 'edit', ...flags, '-R', 'acme/backend-api'], options);
const writes = () => desk.asked.filter((asked) => !asked.startsWith('GET '));

describe('pr edit', () => {
  test('changes what is named and keeps all else', async () => {
    const before = { ...pull(42), participants: [...pull(42).participants] };
    const ran = await prEdit(['42', '--title', 'Rotate keys']);
    expect(json(ran)).toEqual({
      done: true,
      id: 42,
      repository: 'acme/backend-api',
      changed: ['title'],
      title: 'Rotate keys',
    });
    const { title, description, participants, closeSourceBranch, draft } = pull(42);
    expect(title).toBe('Rotate keys');
    expect({ description, participants, closeSourceBranch, draft }).toEqual({
      description: before.description,
      participants: before.participants,
      closeSourceBranch: before.closeSourceBranch,
      draft: before.draft,
    });
    expect(writes()).toEqual(['PUT /repositories/acme/backend-api/pullrequests/42']);
  });

  test('takes the description from standard input, another target, draft and closing', async () => {
    const flags = ['60', '-F', '-', '-B', 'release/2.3', '--draft', '--close-source-branch'];
    const ran = await prEdit(flags, { stdin: 'New *words*\n' });
    expect(json(ran)).toMatchObject({
      changed: ['description', 'destination.branch.name', 'draft'],
      destination: 'release/2.3',
      draft: true,
    });
    expect(pull(60)).toMatchObject({ description: 'New *words*\n', closeSourceBranch: true });
    expect(json(await prEdit(['60', '--ready', '--keep-source-branch']))).toMatchObject({
      draft: false,
      close_source_branch: false,
    });
    await prEdit(['60', '--body', '']);
    expect(pull(60)).toMatchObject({ description: '', draft: false, closeSourceBranch: false });
  });

  test('adds and removes reviewers by name, and keeps the verdicts of the others', async () => {
    const ran = await prEdit(['42', '--add-reviewer', 'Priya', '--remove-reviewer', 'aiko-t']);
    expect(json(ran)).toMatchObject({
      changed: ['reviewers'],
      reviewers: ['Maya Alvarez', 'Tom Becker', 'Priya Raman'],
    });
    expect(reviewers(42)).toEqual(['maya', 'tombecker', 'priya']);
    expect(pull(42).participants.filter(({ approved }) => approved)).toHaveLength(2);
  });

  test('says when there is nothing to change, and sends nothing', async () => {
    const { title } = pull(64);
    const flags = ['64', '--title', title, '--remove-reviewer', 'priya', '--keep-source-branch'];
    const ran = await prEdit([...flags, '-o', 'table']);
    expect(ran.stdout.toString()).toBe(
      'Nothing to change: pull request 64 of acme/backend-api is already so.\n',
    );
    expect(writes()).toEqual([]);
  });

  test('--dry-run shows the whole body, and sends nothing', async () => {
    const data = json(await prEdit(['61', '--title', 'X', '--dry-run']));
    expect(data).toMatchObject({
      dry_run: true,
      changed: ['title'],
      body: { title: 'X', destination: { branch: { name: 'main' } }, reviewers: [{}, {}] },
    });
    expect(writes()).toEqual([]);
  });

  test('keeps what somebody else changes in between', async () => {
    const notes: string[] = [];
    const context = contextOf(notes);
    const planned = await edit.plan?.({ pr: '66', addReviewer: ['aiko-t'] }, context);
    const at = '/repositories/acme/backend-api/pullrequests/66';
    const [, , priya] = desk.sandbox.world.people;
    const theirs = {
      title: 'Theirs',
      description: 'Theirs too',
      reviewers: [{ uuid: priya?.uuid }],
    };
    await call(context, 'PUT', at, { body: theirs });
    const answer = await planned?.perform();
    expect(answer).toMatchObject({ data: { changed: ['reviewers'] } });
    expect(pull(66)).toMatchObject({ title: 'Theirs', description: 'Theirs too' });
    expect(reviewers(66)).toEqual(['priya', 'aiko-t']);
    expect(notes).toEqual(['It was changed in between; that change is kept.']);
  });

  test('says what Bitbucket did not take', async () => {
    const context = contextOf();
    const at = '/repositories/acme/backend-api/pullrequests/67';
    const body = JSON.stringify(await call(context, 'GET', at));
    const headers = { 'content-type': 'application/json' };
    desk.sandbox.faults.add({ method: 'PUT', path: at, status: 200, headers, body });
    const ran = await prEdit(['67', '--title', 'New', '--draft']);
    expect([ran.exitCode, ran.stderr]).toEqual([
      3,
      expect.stringMatching(/^error: Bitbucket left as it was: title, draft\./),
    ]);
    const half = JSON.stringify(Object.assign(JSON.parse(body), { title: 'New' }));
    desk.sandbox.faults.add({ method: 'PUT', path: at, status: 200, headers, body: half });
    const other = await prEdit(['67', '--title', 'New', '--draft', '-o', 'table']);
    expect(other.stderr).toBe('Bitbucket left as it was: draft.\n');
    expect(other.stdout.toString()).toBe('Changed title of pull request 67 in acme/backend-api.\n');
  });
});

describe('pr edit sends nothing', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['5', '--title', 'X'], 3, /Pull request 5 is declined/],
    [['1', '--title', 'X'], 3, /Pull request 1 is merged/],
    [['9999', '--title', 'X'], 3, /There is no pull request 9999/],
    [
      ['62', '--base', 'nosuch'],
      3,
      /^error: acme\/backend-api has no branch nosuch to merge into\.\n/,
    ],
    [['62', '--base', 'nosuch', '--dry-run'], 3, /has no branch nosuch/],
    [['62'], 2, /Nothing to change is named/],
    [['62', '--title', ' '], 2, /needs a title/],
    [['62', '--draft', '--ready'], 2, /exclude each other/],
    [['62', '--body', 'a', '--body-file', 'b'], 2, /both given/],
    [['62', '--add-reviewer', 'nobody-here'], 3, /Nobody here is called/],
    [['62', '--remove-reviewer', 'nobody-here'], 3, /Nobody here is called/],
    [['62', '--add-reviewer', 'AUTHOR'], 3, /cannot review it/],
    [['62', '--add-reviewer', 'OTHER', '--remove-reviewer', 'OTHER'], 2, /added and removed/],
  ])('for %j', async (flags, exitCode, words) => {
    const { author } = pull(62);
    const other = desk.sandbox.world.people.find((person) => person !== author);
    const named = { AUTHOR: author.nickname, OTHER: other?.nickname ?? '' };
    const ran = await prEdit(
      flags.map((flag) => Object.assign({ [flag]: flag }, named)[flag] ?? flag),
    );
    expect(ran.stderr).toMatch(words);
    expect([ran.exitCode, ran.stdout.toString(), writes()]).toEqual([exitCode, '', []]);
  });

  test('that Bitbucket refuses, and tells why', async () => {
    const body = JSON.stringify({ error: { message: 'Bad request', fields: { title: ['Odd.'] } } });
    const path = '/repositories/acme/backend-api/pullrequests/62';
    desk.sandbox.faults.add({ method: 'PUT', path, status: 400, body });
    const ran = await prEdit(['62', '--title', 'X']);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toMatch(
      /^error: Bitbucket refuses to change pull request 62: Bad request: title: Odd\.\nhint: .+62\n$/,
    );
    const { readOnly } = desk.sandbox.credentials;
    const env = { ATLASSIAN_API_TOKEN: readOnly.token, ATLASSIAN_USER_EMAIL: readOnly.email };
    const refused = await prEdit(['62', '--title', 'X'], { env });
    expect([refused.exitCode, refused.stderr]).toEqual([4, expect.stringContaining('write:pull')]);
  });
});

test('the tool of pr edit costs little', () => {
  expect(encode(JSON.stringify(toolFor(edit))).length).toBeLessThan(350);
});
