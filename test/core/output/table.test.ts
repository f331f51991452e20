import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { table } from '../../../src/core/output/table.ts';
import { timeAgo } from '../../../src/core/output/time-ago.ts';
import { displayWidth, truncate, wrap } from '../../../src/core/output/width.ts';
import {
  branchPage,
  commentPage,
  commitPage,
  pipelinePage,
  repositoryPage,
} from './fixtures/lists.ts';
import { pullRequestPage } from './fixtures/pull-requests.ts';

const now = Date.parse('2026-11-01T00:00:00Z');
const heads = async (data: unknown) =>
  (await table(data, { now, width: 160 })).split('\n')[0]?.split(/ {2,}/);

test('pull requests show what a person looks for, within the width', async () => {
  expect(await table(pullRequestPage(3), { now, width: 100 })).toBe(
    [
      'ID   TITLE                     AUTHOR        STATE  UPDATED      COMMENTS  BRANCH',
      '412  Retry webhook deliverie…  Ada Moreau    OPEN   8 hours ago         4  feature/webhook-retry →…',
      '409  Fix time zone handling…   Chidi Okafor  OPEN   1 day ago           3  fix/billing-timezone → m…',
      '406  Bump the database drive…  Emi Tanaka    OPEN   2 days ago          8  chore/db-driver → main',
    ].join('\n'),
  );
});

test('each known kind of row has its own columns', async () => {
  expect(await heads(repositoryPage(3))).toEqual([
    'REPOSITORY',
    'DESCRIPTION',
    'UPDATED',
    'PRIVATE',
    'LANGUAGE',
    'BRANCH',
  ]);
  expect(await heads(branchPage(3))).toEqual(['NAME', 'UPDATED', 'AUTHOR', 'COMMIT', 'MESSAGE']);
  expect(await heads(commitPage(3))).toEqual(['COMMIT', 'MESSAGE', 'AUTHOR', 'DATE']);
  expect(await heads(pipelinePage(3))).toEqual([
    'BUILD',
    'STATE',
    'BRANCH',
    'STARTED',
    'TOOK',
    'CREATOR',
    'COMMIT',
  ]);
  expect(await heads(commentPage(3))).toEqual(['ID', 'AUTHOR', 'WHERE', 'COMMENT', 'CREATED']);
  expect(
    await heads([{ method: 'GET', path: '/user', scopes: ['read:user:bitbucket', 'account'] }]),
  ).toEqual(['METHOD', 'SCOPES', 'PATH']);
  expect(
    await table([
      { type: 'commit_directory', path: 'src', commit: { hash: 'abc' } },
      { type: 'commit_file', path: 'a.ts', size: 12, commit: { hash: 'abc' } },
    ]),
  ).toBe('PATH  SIZE  COMMIT\nsrc/        abc\na.ts    12  abc');
});

test('rows that bbx does not know show their first useful fields, and a filter shows all of its own', async () => {
  expect(
    await heads([
      { uuid: '{1}', type: 'x', name: 'n', size: 1, on: true, a: 1, b: 2, c: 3, d: 4, e: 5 },
    ]),
  ).toEqual(['NAME', 'SIZE', 'ON', 'A', 'B', 'C', 'D']);
  expect(await heads([{ uuid: '{1}', type: 'x', title: 't' }])).toEqual(['UUID', 'TYPE', 'TITLE']);
  expect(await heads([{ a: 1 }, { b: { c: 2 } }])).toEqual(['A', 'B.C']);
  const [first, ...others] = commentPage(5).values;
  expect((await heads([{ ...first, user: null }, ...others]))?.[1]).toBe('AUTHOR');
});

test('asked-for columns are the ones that are shown', async () => {
  expect(await table(pullRequestPage(1), { columns: ['id', 'author.nickname'] })).toBe(
    'ID   AUTHOR.NICKNAME\n412  ada',
  );
});

test.each([20, 33, 47, 60, 80, 120])(
  'no line is wider than %i columns, and the id is never cut',
  async (width) => {
    for (const page of [
      pullRequestPage(20),
      branchPage(20),
      commitPage(20),
      pipelinePage(20),
      commentPage(20),
    ]) {
      const lines = (await table(page, { now, width })).split('\n');
      for (const line of lines)
        if (/ {2}/.test(line.trim())) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    const ids = (await table(pullRequestPage(20), { now, width }))
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 3));
    expect(ids[0]).toBe('412');
    expect(new Set(ids).size).toBe(20);
  },
);

test('one object is drawn as names and values, its texts whole', async () => {
  const text = await table(
    {
      id: 7,
      title: 'x',
      description: `${'word '.repeat(30)}\nend`,
      created_on: '2026-10-29T00:00:00Z',
      links: { self: {} },
      author: { display_name: 'Ada' },
      closed_by: null,
      reviewers: [{ display_name: 'Bob' }, { display_name: 'Chi' }],
    },
    { now, width: 50 },
  );
  expect(text).toContain(
    'created_on           2026-10-29T00:00:00Z (3 days\n                     ago)',
  );
  expect(text).toContain('author.display_name  Ada');
  expect(text).toContain('reviewers            Bob, Chi');
  expect(text).not.toMatch(/links|closed_by/);
  expect(text.match(/word/g)).toHaveLength(30);
});

test('colour marks heads and states, and nothing else changes', async () => {
  const plain = await table(pullRequestPage(2), { now, width: 100 });
  const coloured = await table(pullRequestPage(2), { now, width: 100, colour: true });
  expect(coloured).toContain('\u001b[1mTITLE\u001b[22m');
  expect(coloured).toContain('\u001b[32mOPEN\u001b[39m');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('nothing in a cell can control the terminal or break its line', async () => {
  const text = await table([
    { id: 1, title: 'a\u001b[2J\nb\u202ec', 'k\u001b[0m': 'v' },
    { id: 2, title: 'x', 'k\u001b[0m': 'w' },
  ]);
  expect(text.split('\n')).toHaveLength(3);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(await table('a\u001b[2J')).toBe('a^[[2J');
});

test('an empty list, scalars and lists of scalars are answers too', async () => {
  expect(await table({ values: [], size: 0 })).toBe('Nothing.');
  expect(await table([])).toBe('Nothing.');
  expect(await table(['a', 1])).toBe('a\n1');
  expect(await table(42)).toBe('42');
  expect(await table(null)).toBe('Nothing.');
});

test('wide and combining characters keep the columns straight', async () => {
  const text = await table([
    { id: 1, title: '日本語', n: 1 },
    { id: 2, title: 'e\u0301a\u0300 👩\u200d💻', n: 22 },
    { id: 3, title: 'plain', n: 3 },
  ]);
  const ends = text.split('\n').slice(1).map(displayWidth);
  expect(new Set(ends).size).toBe(1);
  expect(displayWidth('日本')).toBe(4);
  expect(displayWidth('👍🏽🇫🇷')).toBe(4);
  expect(truncate('日本語です', 6)).toBe('日本…');
  expect(wrap('aaa bbb ccc', 7)).toEqual(['aaa bbb', 'ccc']);
  expect(wrap('aaaaaaaaaa', 4)).toEqual(['aaaa', 'aaaa', 'aa']);
});

test('times are told as a person would', () => {
  const told = [
    '2026-10-31T23:59:30Z',
    '2026-10-31T22:59:00.123456+00:00',
    '2026-10-29T00:00:00Z',
    '2026-09-01T00:00:00Z',
    '2024-11-01T00:00:00Z',
    '2026-11-01T03:00:00Z',
    'soon',
  ].map((time) => timeAgo(time, now));
  expect(told).toEqual([
    'just now',
    '1 hour ago',
    '3 days ago',
    '2 months ago',
    '2 years ago',
    'in 3 hours',
    'soon',
  ]);
});

test('a long path at the end of a line runs on whole, and takes nothing from the others', async () => {
  const path =
    '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/comments/{comment_id}/resolve';
  const text = await table([{ method: 'POST', path, scopes: ['read:pullrequest:bitbucket'] }], {
    width: 80,
  });
  expect(text).toContain(`POST    read:pullrequest:bitbucket  ${path}`);
});
