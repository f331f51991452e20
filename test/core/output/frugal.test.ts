import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { applyFilter } from '../../../src/core/output/filter.ts';
import { frugal } from '../../../src/core/output/frugal.ts';
import { joinMatches } from '../../../src/core/output/join-matches.ts';
import { prune } from '../../../src/core/output/prune.ts';
import { smallest } from '../../../src/core/output/smallest.ts';
import { estimateTokens } from '../../../src/core/output/token-estimate.ts';
import { compactJson, toon } from '../../../src/core/output/toon.ts';
import { PAGES } from './fixtures/all.ts';
import { expand, rowsOf } from './fixtures/expand.ts';
import { pullRequestPage, seeded } from './fixtures/pull-requests.ts';

const tokens = (text: string) => encode(text).length;
test('twenty raw pull requests cost at most 2,000 tokens', async () => {
  const { text } = await frugal(pullRequestPage(20));
  expect(tokens(text)).toBeLessThanOrEqual(2000);
});

/** Every scalar that is no link, avatar or rendered copy, found without bbx's own code. */
function scalars(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => scalars(item, key));
  if (typeof value === 'object' && value !== null) {
    const copies = 'raw' in value ? ['html', 'markup', 'type'] : ['html'];
    // The marks « » tell which pieces of a found line match.
    const marks = 'text' in value ? ['match'] : [];
    const gone = ['links', 'avatar', 'rendered', 'next', ...copies, ...marks];
    return Object.entries(value)
      .filter(([name, member]) => !gone.includes(name) && member !== null)
      .flatMap(([name, member]) => scalars(member, name));
  }
  if (typeof value !== 'string') return [String(value)];
  return [value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?\+00:00$/, '$1Z')];
}

function holds(text: string, scalar: string): boolean {
  const written = JSON.stringify(scalar).slice(1, -1);
  const exact = written.replace(/Z$/, '');
  const starts = [...text.matchAll(/ \(begins with ([^)]*)\)/g)].map(([, start = '']) => start);
  return (
    [scalar, written, exact].some((each) => text.includes(each)) ||
    starts.some((start) => scalar.startsWith(start) && text.includes(scalar.slice(start.length)))
  );
}

const kept = (data: unknown) => prune(joinMatches(data), new Set());

describe.each(Object.entries(PAGES))('%s', (_, page) => {
  test('still holds every scalar that is no link, avatar or rendered copy', async () => {
    for (const data of [page(20), page(2), page(1), page(20).values[1], page(20).values[2]]) {
      const { text } = await frugal(data);
      expect(scalars(data).filter((scalar) => !holds(text, scalar))).toEqual([]);
    }
  });

  test('can be read back row by row, whole or after a filter', async () => {
    const whole = page(20);
    const filtered = [
      whole.values,
      await applyFilter('values[*].{id: id, who: author, t: title, p: parents}', whole),
    ];
    for (const data of [whole, page(1), page(3), ...filtered, ...whole.values.slice(0, 4)]) {
      const { text, format } = await frugal(data);
      expect(expand(text, format, kept(data))).toEqual(rowsOf(kept(data)));
    }
  });

  test('is smaller than the same data in either plain encoding', async () => {
    for (const data of [page(20), page(2), page(20).values[1]]) {
      const { text } = await frugal(data);
      const plain = await smallest(kept(data));
      expect(tokens(text)).toBeLessThanOrEqual(tokens(plain.text));
    }
  });
});

test('what was left out is named', async () => {
  expect((await frugal(pullRequestPage(2))).omitted).toEqual([
    'rendered',
    'links',
    'summary',
    'fractions of seconds',
  ]);
  expect(
    (
      await frugal([
        { id: 1, date: '2026-10-14T09:12:33+00:00' },
        { id: 2, date: null },
      ])
    ).omitted,
  ).toEqual([]);
  expect(
    (await frugal({ id: 1, avatar: 'https://x', content: { raw: 'a', html: '<p>a</p>' } })).omitted,
  ).toEqual(['avatar', 'html']);
});

test('nothing is left out where everything was asked for', async () => {
  const data = pullRequestPage(20);
  const { text, format, omitted } = await frugal(data, { full: true });
  expect(omitted).toEqual([]);
  expect(expand(text, format)).toEqual(rowsOf(data));
  expect(text).toContain(String(data.values[3]?.created_on));
  const chosen = await applyFilter('values[*].{id: id, self: links.self.href, links: links}', data);
  expect((await frugal(chosen, { full: true })).text).toContain('412/approve');
});

test('the layout needs no explanation', async () => {
  const ada = { display_name: 'Ada Moreau', uuid: '{41936071-dfd7-4ad9-a12f-ee8284fd2d70}' };
  const bob = { display_name: 'Bob Oduya', uuid: '{5b4ee8ab-9423-4157-acad-4b65b8ca4cfc}' };
  const rows = [ada, bob, ada, ada, bob, bob].map((author, at) => ({
    id: at,
    author,
    state: 'OPEN',
    closed_by: at > 3 ? ada : null,
  }));
  expect(await frugal({ values: rows, size: 6 })).toEqual({
    format: 'toon',
    omitted: [],
    text: [
      'size: 6',
      'same_in_every_row:',
      '  state: OPEN',
      '"author & closed_by"[2]{display_name,uuid}:',
      '  Ada Moreau,"{41936071-dfd7-4ad9-a12f-ee8284fd2d70}"',
      '  Bob Oduya,"{5b4ee8ab-9423-4157-acad-4b65b8ca4cfc}"',
      'values[6]{id,author.display_name,closed_by.display_name}:',
      '  0,Ada Moreau,null',
      '  1,Bob Oduya,null',
      '  2,Ada Moreau,null',
      '  3,Ada Moreau,null',
      '  4,Bob Oduya,Ada Moreau',
      '  5,Bob Oduya,Ada Moreau',
    ].join('\n'),
  });
});

test('a projection of four fields costs at most 289 tokens (D10)', async () => {
  const expression = 'values[*].{id: id, title: title, state: state, author: author.nickname}';
  const projected = await applyFilter(expression, pullRequestPage(20));
  // The titles of the list that the bar was measured on were this short.
  const short: unknown = JSON.parse(
    JSON.stringify(projected).replaceAll(/("title":"\w+ \w+ \w+)[^"]*/g, '$1'),
  );
  expect(tokens(await toon(short))).toBeLessThanOrEqual(289);
  expect(tokens((await frugal(short)).text)).toBeLessThan(tokens(await toon(short)));
  expect(tokens(await toon(projected))).toBeLessThan(tokens(compactJson(projected)) * 0.8);
});

test('nested data stays JSON, flat rows become TOON', async () => {
  expect((await smallest(pullRequestPage(20))).format).toBe('json');
  expect(
    (
      await smallest([
        { id: 1, t: 'a' },
        { id: 2, t: 'b' },
        { id: 3, t: 'c' },
      ])
    ).format,
  ).toBe('toon');
});

test('every JSON value is an answer', async () => {
  for (const data of [
    null,
    undefined,
    true,
    0,
    -1.5,
    '',
    'a\nb',
    [],
    {},
    [[]],
    [{}],
    [{}, {}],
    [1, 'a', null],
    { values: [] },
    { values: [], size: 0 },
    { values: [1, 2] },
  ]) {
    const { text, format } = await frugal(data);
    expect(expand(text, format)).toEqual(rowsOf(data));
  }
});

test('half characters are replaced, in names too', async () => {
  const { text } = await frugal([{ 'a\ud800': 'x\udc00' }]);
  expect(text).toContain('a\ufffd');
  expect(await toon('\ud83d')).toBe('\ufffd');
});

/** Random rows, with names and values that could be mistaken for something else. */
function randomRows(random: (below: number) => number): unknown[] {
  const names = [
    'id',
    'name',
    'a',
    'b',
    'author',
    'type',
    'x.y',
    'x',
    'y',
    '',
    '0',
    '1',
    'a & b',
    '*',
    '__proto__',
    'constructor',
    'same_in_every_row',
    'size',
    'values',
    'created_on',
    'description',
    'raw',
    'links',
  ];
  const texts = [
    '',
    'null',
    'true',
    '1',
    '1.0',
    '-',
    ' a',
    'a,b',
    'a: b',
    '"q"',
    'line\nbreak',
    '[2]{a}:',
    '- x',
    'ünï',
    '日本',
    '2026-10-14T09:12:33.123456+00:00',
    'Ada',
    'Bob',
    '{u-1}',
    'https://x/y',
    'a|b',
    '\\',
    '#',
    '...',
    '=',
  ];
  const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
  const scalar = () =>
    [
      null,
      true,
      false,
      random(3),
      random(9) / 4,
      -random(1e6),
      pick(texts),
      pick(texts),
      pick(texts),
    ][random(9)];
  const value = (depth: number): unknown => {
    const kind = random(10);
    if (depth > 3 || kind < 6) return scalar();
    if (kind < 8) return object(depth + 1);
    return Array.from({ length: random(5) }, () => (random(3) ? scalar() : value(depth + 1)));
  };
  const object = (depth: number): unknown => {
    const entries = Array.from({ length: random(5) }, () => [pick(names), value(depth)]);
    return Object.fromEntries(entries);
  };
  // Rows of one list are alike: most are variations of a first one.
  const first = object(0);
  const things = [object(1), object(1)];
  return Array.from({ length: 1 + random(6) }, () =>
    random(5)
      ? Object.assign({}, first, { name: scalar(), author: things[random(3)] ?? null })
      : object(0),
  );
}

/** The same rows as a page, as a bare list, and in one object, where some come twice. */
function pickForm(rows: unknown, run: number): unknown {
  if (run % 3 === 0) return rows;
  if (run % 3 === 1) return { values: rows, size: 99 };
  const [first, second] = Array.isArray(rows) ? rows : [];
  return {
    id: 1,
    rows: first,
    first,
    second,
    in: { a: first, list: rows, few: [second] },
    more: rows,
  };
}

test('whatever the rows are, they can be read back', async () => {
  const random = seeded(2026);
  for (let run = 0; run < 1500; run++) {
    const rows: unknown = JSON.parse(JSON.stringify(randomRows(random)));
    const data = pickForm(rows, run);
    const { text, format } = await frugal(data);
    expect(expand(text, format, kept(data)), JSON.stringify(data)).toEqual(rowsOf(kept(data)));
  }
});

test('the estimate picks the encoding that a real tokenizer would, or one that costs as much', async () => {
  for (const page of Object.values(PAGES)) {
    for (const data of [page(20), page(20).values[1], (await frugal(page(20))).text]) {
      const [a, b] = [compactJson(data), await toon(data)];
      const [picked, other] = estimateTokens(a) < estimateTokens(b) ? [a, b] : [b, a];
      expect(tokens(picked)).toBeLessThanOrEqual(tokens(other) * 1.05);
    }
  }
});

test('rows without a field in common are no table, and take no minutes', async () => {
  const values = Array.from({ length: 5000 }, (_, at) => ({ [`field${at}`]: `value ${at}` }));
  const { text } = await frugal({ values });
  expect(text).toContain('value 4999');
  expect(text.length).toBeLessThan(JSON.stringify(values).length * 1.2);
});
