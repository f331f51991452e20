import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { answerText } from '../../../src/mcp/answers/answer-text.ts';
import { KeptAnswers } from '../../../src/mcp/answers/kept-answers.ts';
import { toolFor } from '../../../src/mcp/tool-for.ts';
import { list } from '../../../src/operations/pr/list.ts';
import { json } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });

/** Lists as a program does, and gives the rows. */
async function rows(...flags: string[]): Promise<Record<string, unknown>[]> {
  const answer = json(await desk.bbx(['pr', 'list', ...flags]));
  return Object.assign({ values: [] }, answer).values;
}

const BACKEND = ['-R', 'acme/backend-api'];
const ids = (found: readonly Record<string, unknown>[]) => found.map(({ id }) => id);
const pulls = (repo = 'backend-api') =>
  desk.sandbox.world.repositories.get(repo)?.pullRequests ?? [];

describe('pr list', () => {
  test('gives short rows of the open ones, the last updated first, and says that there are more', async () => {
    const ran = await desk.bbx(['pr', 'list', ...BACKEND]);
    const { values, size } = Object.assign({ values: [], size: 0 }, json(ran));
    expect(values).toHaveLength(30);
    expect(values[0]).toEqual({
      id: 108,
      title: 'Retry auth requests on 503',
      author: 'Jonas Lindqvist',
      state: 'OPEN',
      draft: false,
      source: 'feature/API-308-auth-retry',
      destination: 'main',
      approvals: 0,
      changes_requested: 0,
      comments: 0,
      updated_on: expect.stringMatching(/^2026-/),
      url: `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/108`,
    });
    expect(ran.stderr).toBe(`30 of ${size} shown; --limit N shows more\n`);
    expect(desk.asked).toHaveLength(1);
  });

  test('follows pages of 50 to a larger limit, and says nothing when all are there', async () => {
    const ran = await desk.bbx(['pr', 'list', ...BACKEND, '--limit', '500']);
    const { values, size } = Object.assign({ values: [], size: 0 }, json(ran));
    expect(values).toHaveLength(size);
    expect(ran.stderr).toBe('');
    expect(desk.asked.every((path) => path.includes('pagelen=50'))).toBe(true);
  });

  test.each(['merged', 'declined', 'superseded'])('knows the state %s', async (state) => {
    const found = await rows(...BACKEND, '--state', state, '--limit', '5');
    expect(new Set(found.map((row) => row.state))).toEqual(new Set([state.toUpperCase()]));
  });

  test('takes all states, from and into branches, and words of the title', async () => {
    expect(ids(await rows(...BACKEND, '--head', 'feature/JWT-rotation', '-s', 'all'))).toEqual([
      42,
    ]);
    expect(ids(await rows(...BACKEND, '--base', 'release/2.3'))).toEqual([31]);
    expect(ids(await rows(...BACKEND, '--search', 'tokens "rotate'))).toEqual([]);
    expect(ids(await rows(...BACKEND, '--search', 'tokens rotate JWT'))).toEqual([42]);
    expect(ids(await rows(...BACKEND, '-q', 'comment_count > 3'))).toEqual([42]);
  });

  test.each(['jlindqvist', '@jlindqvist', 'Jonas Lindqvist', 'jonas lindqvist', 'Jonas', 'UUID'])(
    'finds the author by %j',
    async (given) => {
      const jonas = desk.sandbox.world.people.find(({ nickname }) => nickname === 'jlindqvist');
      const found = await rows(...BACKEND, '--author', given.replace('UUID', jonas?.uuid ?? ''));
      expect(found.length).toBeGreaterThan(5);
      expect(new Set(found.map(({ author }) => author))).toEqual(new Set(['Jonas Lindqvist']));
    },
  );

  test('finds people among the pull requests where the token may not read the members', async () => {
    desk.sandbox.faults.add({ path: '/members', status: 403, times: 1, body: 'no' });
    expect((await rows(...BACKEND, '--author', 'tombecker')).length).toBeGreaterThan(5);
  });

  test('--mine are my own, --reviewer those that somebody reviews', async () => {
    const [maya, tom] = desk.sandbox.world.people;
    const mine = await rows(...BACKEND, '--mine', '-L', '99');
    const own = pulls().filter((pr) => pr.state === 'OPEN' && pr.author === maya);
    expect(ids(mine).sort()).toEqual(own.map(({ id }) => id).sort());
    const toms = await rows(...BACKEND, '--reviewer', 'tombecker', '-L', '99');
    const his = pulls().filter(
      (pr) => pr.state === 'OPEN' && pr.participants.some(({ user }) => user === tom),
    );
    expect(ids(toms).sort()).toEqual(his.map(({ id }) => id).sort());
  });

  test('--to-review are open ones that I review and have not approved', async () => {
    const [maya] = desk.sandbox.world.people;
    const waiting = pulls().filter(
      (pr) =>
        pr.state === 'OPEN' &&
        pr.participants.some(
          ({ user, role, state }) => user === maya && role === 'REVIEWER' && state !== 'approved',
        ),
    );
    const found = await rows(...BACKEND, '--to-review', '-L', '99');
    expect(ids(found).sort()).toEqual(waiting.map(({ id }) => id).sort());
    expect(ids(found)).not.toContain(42);
    const few = await desk.bbx(['pr', 'list', ...BACKEND, '--to-review', '-L', '2']);
    expect(few.stderr).toBe(`2 of ${waiting.length} shown; --limit N shows more\n`);
  });

  test('sorts by creation, and by how long nobody touched them', async () => {
    const stale = await rows(...BACKEND, '--sort', 'stale', '-L', '3');
    expect(ids(stale)).toEqual([7, 15, 23]);
    expect(ids(await rows(...BACKEND, '--sort', 'created', '-L', '1'))).toEqual([108]);
    expect((await rows(...BACKEND, '--draft')).every(({ draft }) => draft === true)).toBe(true);
  });
});

describe('pr list of several repositories', () => {
  test('mixes them by time and says which row is whose', async () => {
    const found = await rows(...BACKEND, '-R', 'frontend', '-R', 'acme/infra', '-L', '99');
    const own = new Set(found.map(({ repository }) => repository));
    expect(own).toEqual(new Set(['acme/backend-api', 'acme/frontend', 'acme/infra']));
    const times = found.map((row) => Date.parse(String(row.updated_on)));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('shows the others when one fails, and exits as that one', async () => {
    const ran = await desk.bbx(['pr', 'list', '-R', 'acme/frontend', '-R', 'acme/nothing']);
    expect(ran.exitCode).toBe(3);
    expect(JSON.parse(ran.stdout.toString()).values).toHaveLength(9);
    expect(ran.stderr).toMatch(/^error: acme\/nothing is not in the list: /);
  });

  test('fails when all of them fail', async () => {
    const ran = await desk.bbx(['pr', 'list', '-R', 'acme/nothing', '-R', 'acme/nowhere']);
    expect([ran.exitCode, ran.stdout.toString()]).toEqual([3, '']);
  });

  test('--workspace lists what somebody has opened anywhere in it', async () => {
    const found = await rows('--workspace', 'acme', '--mine', '-L', '99');
    expect(new Set(found.map(({ repository }) => repository)).size).toBeGreaterThan(1);
    expect(new Set(found.map(({ author }) => author))).toEqual(new Set(['Maya Alvarez']));
    expect(desk.asked.filter((path) => path.includes('/workspaces/'))).toHaveLength(1);
  });
});

describe('pr list refuses', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['--author', 'nobody-here', ...BACKEND], 3, /Nobody here is called "nobody-here"/],
    [['--mine', '--author', 'tombecker', ...BACKEND], 2, /another author is named/],
    [['--to-review', '--state', 'merged', ...BACKEND], 2, /for me\.\nhint: Leave state away\.\n$/],
    [['--to-review', '--reviewer', '@me', ...BACKEND], 2, /hint: Leave reviewer away\.\n$/],
    [
      ['--to-review', '--state', 'all', '--reviewer', 'priya', ...BACKEND],
      2,
      /hint: Leave reviewer and state away\.\n$/,
    ],
    [['--state', 'closed', ...BACKEND], 2, /hint: A closed one is merged or declined: /],
    [['--workspace', 'acme'], 2, /only by their author/],
    [['--workspace', 'acme/backend-api', '--mine'], 2, /by its slug/],
    [['--workspace', 'acme', '--mine', ...BACKEND], 2, /without repositories/],
    [['--limit', '0', ...BACKEND], 2, /at least 1/],
    [['--state', 'closed', ...BACKEND], 2, /open, merged, declined/],
    [['-q', 'x =', ...BACKEND], 3, /Malformed q/],
    [['-R', 'acme/../x'], 2, /No repository is called/],
    [[], 2, /No repository is named/],
  ])('%j with exit %i', async (flags, exitCode, words) => {
    const ran = await desk.bbx(['pr', 'list', ...flags]);
    expect(ran.exitCode, ran.stderr).toBe(exitCode);
    expect(ran.stderr).toMatch(words);
  });

  test('a name that two people have, and tells both', async () => {
    const context = testContext(desk.sandbox.url, { environment: { ...desk.env } });
    const user = (name: string, nickname: string) => ({
      user: { uuid: `{${nickname}}`, display_name: name, nickname },
    });
    const values = [user('Ann Lee', 'ann1'), user('Ann Ray', 'ann2')];
    const body = JSON.stringify({ values });
    const headers = { 'content-type': 'application/json' };
    desk.sandbox.faults.add({ path: '/members', status: 200, headers, body });
    await expect(
      list.run({ author: 'Ann', repo: ['acme/frontend'] }, context),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      hint: expect.stringMatching(/Ann Lee \(ann1\) \{ann1\}; Ann Ray \(ann2\)/),
    });
  });

  test('a wrong token, and a token without the scope', async () => {
    const wrong = await desk.bbx(['pr', 'list', ...BACKEND], { env: { ATLASSIAN_API_TOKEN: 'x' } });
    expect(wrong.exitCode).toBe(4);
    const { token } = desk.sandbox.credentials.noPullRequests;
    const env = { ATLASSIAN_API_TOKEN: token };
    const ran = await desk.bbx(['pr', 'list', ...BACKEND], { env });
    expect([ran.exitCode, ran.stderr]).toEqual([4, expect.stringContaining('read:pullrequest')]);
  });

  test('@me with a token that is nobody’s', async () => {
    const env = {
      ATLASSIAN_API_TOKEN: undefined,
      ATLASSIAN_USER_EMAIL: undefined,
      BITBUCKET_ACCESS_TOKEN: desk.sandbox.credentials.accessToken.token,
    };
    const ran = await desk.bbx(['pr', 'list', ...BACKEND, '--mine'], { env });
    expect(ran.exitCode, ran.stderr).toBe(4);
    expect(ran.stderr).toMatch(/nobody’s own/);
  });
});

describe('what a reader of pr list gets', () => {
  test('a person: a table in 80 columns, and no escape sequence of a title', async () => {
    const context = testContext(desk.sandbox.url, { environment: { ...desk.env } });
    const at = '/repositories/acme/frontend/pullrequests/9';
    const title = '\u001b[31mRed\u202e title\u001b]0;x\u0007';
    await call(context, 'PUT', at, { body: { title } });
    const args = ['pr', 'list', '-R', 'acme/frontend', '-o', 'table'];
    const table = (await desk.bbx(args, { env: { COLUMNS: '80' } })).stdout.toString();
    expect(table.split('\n')[0]).toEqual(
      expect.stringMatching(/^ID {2}TITLE +AUTHOR +(STATE +)?REVIEW +UPDATED( +BRANCH)?$/),
    );
    expect(table).not.toContain('\u001b');
    expect(table).toContain('^[[31mRed<U');
    expect(table.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('a person without any: a sentence', async () => {
    const ran = await desk.bbx(['pr', 'list', '-R', 'acme/empty', '-o', 'table']);
    expect(ran.stdout.toString()).toBe('No such pull requests.\n');
  });

  test('a model: twenty rows for less than 740 tokens, and a schema for less than 335', async () => {
    const context = testContext(desk.sandbox.url, { environment: { ...desk.env } });
    const answer = await list.run({ repo: ['acme/backend-api'], limit: 20 }, context);
    const asked = {
      input: {},
      jq: undefined,
      outputFormat: undefined,
      full: false,
      offset: 0,
      digest: undefined,
    };
    const reader = { answers: new KeptAnswers(), tool: 'bb_read', anew: '' };
    const { text, remarks } = await answerText(answer, { ...asked, dryRun: false }, list, reader);
    expect(encode(text).length, text).toBeLessThan(740);
    expect(remarks.join(' ')).toMatch(/20 of \d+ shown; limit shows more/);
    expect(encode(JSON.stringify(toolFor(list))).length).toBeLessThan(335);
  });
});
