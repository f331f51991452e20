import { expect, test } from 'vitest';
import { applyFilter, checkFilter } from '../../../src/core/output/filter.ts';
import { jqToJmespath } from '../../../src/core/output/jq-to-jmespath.ts';

const ada = { display_name: 'Ada', nickname: 'ada' };
const bob = { display_name: 'Bob', nickname: 'bob' };
const data = {
  size: 3,
  values: [
    {
      id: 1,
      title: 'Fix the login',
      state: 'OPEN',
      draft: false,
      comments: 4,
      author: ada,
      tags: ['a', 'b'],
      reviewers: [bob, ada],
      'odd-name': 1,
    },
    {
      id: 2,
      title: 'Bump lodash',
      state: 'MERGED',
      draft: true,
      comments: 0,
      author: bob,
      tags: ['c'],
      reviewers: [],
      'odd-name': 2,
    },
    {
      id: 3,
      title: 'Login again',
      state: 'OPEN',
      draft: false,
      comments: 9,
      author: ada,
      tags: [],
      reviewers: [bob],
      'odd-name': 3,
    },
  ],
};

const refusal = async (expression: string): Promise<{ message: string; hint: string }> => {
  const error: unknown = await checkFilter(expression).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'BbxError', code: 'FILTER_INVALID' });
  expect(String(error).length).toBeLessThan(600);
  return Object.assign({ message: '', hint: '' }, error, { message: String(error) });
};

/** Each jq program, the JMESPath for it, and what jq 1.6 answers on `data` (a stream as a list). */
const PROGRAMS: readonly (readonly [jq: string, jmespath: string, answer: unknown])[] = [
  [
    '.values[] | {id,title}',
    'values[*].{id: id, title: title}',
    [
      { id: 1, title: 'Fix the login' },
      { id: 2, title: 'Bump lodash' },
      { id: 3, title: 'Login again' },
    ],
  ],
  ['.values[].title', 'values[*].title', ['Fix the login', 'Bump lodash', 'Login again']],
  ['.values | map(.title)', 'values[*].title', ['Fix the login', 'Bump lodash', 'Login again']],
  ['.values[] | select(.state=="OPEN") | .id', "values[?state == 'OPEN'].id", [1, 3]],
  [
    '[.values[] | select(.state=="OPEN") | .title]',
    "values[?state == 'OPEN'].title",
    ['Fix the login', 'Login again'],
  ],
  [
    '.values[] | select(.state=="OPEN" and .comments > 5) | {id, who: .author.display_name}',
    "values[?(state == 'OPEN') && (comments > `5`)].{id: id, who: author.display_name}",
    [{ id: 3, who: 'Ada' }],
  ],
  [
    '.values[] | select(.state != "OPEN" or .id == 1).id',
    "values[?(state != 'OPEN') || (id == `1`)].id",
    [1, 2],
  ],
  ['.values[0].author.display_name', 'values[0].author.display_name', 'Ada'],
  ['.values[0] | .tags', 'values[0].tags', ['a', 'b']],
  [
    '.values[1] | keys',
    'sort(keys(values[1]))',
    ['author', 'comments', 'draft', 'id', 'odd-name', 'reviewers', 'state', 'tags', 'title'],
  ],
  ['.values | length', 'length(values)', 3],
  ['.values | map(select(.draft)) | length', 'length(values[?draft])', 1],
  ['.values[] | select(.draft | not) | .id', 'values[?!(draft)].id', [1, 3]],
  ['[.values[].id] | .[0]', 'values[*].id | [0]', 1],
  ['.values[:2] | map(.id)', 'values[:2] | [*].id', [1, 2]],
  ['[limit(2; .values[])] | map(.id)', 'values[*] | [:2] | [*].id', [1, 2]],
  ['.values | first | .id', 'values[0].id', 1],
  [
    '.values | sort_by(.comments) | .[-1].title',
    'sort_by(values, &comments)[-1].title',
    'Login again',
  ],
  ['.values | max_by(.comments) | .id', 'max_by(values, &comments).id', 3],
  ['[.values[] | .comments] | add', 'sum(values[*].comments)', 13],
  ['.values[] | .tags[]', 'values[*].tags[]', ['a', 'b', 'c']],
  [
    '.values[] | [.id, .title]',
    'values[*].[id, title]',
    [
      [1, 'Fix the login'],
      [2, 'Bump lodash'],
      [3, 'Login again'],
    ],
  ],
  [
    '.values[] | [.reviewers[].nickname]',
    'values[*].reviewers[*].nickname',
    [['bob', 'ada'], [], ['bob']],
  ],
  [
    '.values[] | {id, n: (.reviewers | length)}',
    'values[*].{id: id, n: length(reviewers)}',
    [
      { id: 1, n: 2 },
      { id: 2, n: 0 },
      { id: 3, n: 1 },
    ],
  ],
  ['.values[]."odd-name"', 'values[*]."odd-name"', [1, 2, 3]],
  ['.values[]["odd-name"]', 'values[*]."odd-name"', [1, 2, 3]],
  [
    '.values[]?.author | select(.nickname=="ada") | .display_name',
    "values[*].author | [?nickname == 'ada'].display_name",
    ['Ada', 'Ada'],
  ],
  [
    '.values[] | select(.title | test("ogin")) | .id',
    "values[?contains(title, 'ogin')].id",
    [1, 3],
  ],
  [
    '.values[] | select(.title|startswith("Fix")) | .id',
    "values[?starts_with(title, 'Fix')].id",
    [1],
  ],
  ['.values[0].tags | join(",")', "join(',', values[0].tags)", 'a,b'],
  ['.values[] | .title | length', 'values[*].title.length(@)', [13, 11, 11]],
  ['{n: .size, ids: [.values[].id]}', '{n: size, ids: values[*].id}', { n: 3, ids: [1, 2, 3] }],
];

test.each(PROGRAMS)('jq %s is said as %s, which means the same', async (jq, jmespath, answer) => {
  expect(jqToJmespath(jq)).toBe(jmespath);
  await checkFilter(jmespath);
  expect(await applyFilter(jmespath, data)).toEqual(answer);
  expect((await refusal(jq)).hint).toBe(`That is jq; in JMESPath: ${jmespath}`);
});

test.each([
  '.[] | to_entries',
  '.values[] | "\\(.id) x"',
  'if .a then .b else .c end',
  '.a as $x | $x',
  'values[',
  'reduce .[] as $x (0; . + $x)',
  '.values | group_by(.x)',
])('what JMESPath cannot say, as %s, is refused with a general hint', async (jq) => {
  expect(jqToJmespath(jq)).toBeUndefined();
  expect((await refusal(jq)).hint).toMatch(/JMESPath/);
});

/** An expression, the column of its mistake, and what to write instead. */
const MISTAKES: readonly (readonly [
  expression: string,
  column: number,
  fixed: string | undefined,
])[] = [
  ['values[?id=1]', 10, 'values[?id==`1`]'],
  ['values[?id==42]', 12, 'values[?id==`42`]'],
  ['values[?state==OPEN]', 15, "values[?state=='OPEN']"],
  ['values[?state=="OPEN"]', 15, "values[?state=='OPEN']"],
  ['values[?draft==true]', 15, 'values[?draft==`true`]'],
  ['values[?contains(title, "a")]', 24, "values[?contains(title, 'a')]"],
  ["values[?a=='x' and b==1]", 15, "values[?a=='x' && b==`1`]"],
  ["values[?title == 'a=b' && id=3]", 28, "values[?title == 'a=b' && id==`3`]"],
  ['values[*].{id, title}', 13, 'values[*].{id: id, title: title}'],
  ['odd-name', 3, '"odd-name"'],
  ['$.values[0]', 0, 'values[0]'],
  ['values | length', 9, undefined],
  ['values[', 7, undefined],
  ['values[].', 9, undefined],
  ['a..b', 2, undefined],
  ["values[?a=='x]", 11, undefined],
  ['values[?a==`1]', 11, undefined],
  ['length(values', 13, undefined],
  ['values[0] | sized(@)', 12, undefined],
  ['contains(title)', 0, undefined],
  ['()', 0, undefined],
  ['[:x]', 2, undefined],
  ['', 0, undefined],
];

test.each(MISTAKES)('%s is refused with a caret under column %i', async (expression, at, fixed) => {
  const { message, hint } = await refusal(expression);
  expect(message.split('\n').slice(1)).toEqual([`  ${expression}`, `  ${' '.repeat(at)}^`]);
  if (fixed !== undefined) expect(hint).toBe(`Write: ${fixed}`);
});

test('the caret of a long expression stands under a window of it', async () => {
  const { message } = await refusal(`${'a'.repeat(100)} = ${'b'.repeat(100)}`);
  const [, shown = '', caret = ''] = message.split('\n');
  expect(shown.charAt(caret.indexOf('^'))).toBe('=');
  expect(shown.length).toBeLessThan(85);
});

test.each([
  '[*',
  '[?',
  '{',
  '{a',
  '{a:',
  '!',
  '&',
  '&&',
  '@.x(',
  '*.[',
  "'",
  '"',
  '`',
  '\\',
  'a[0',
  'a b',
  '[0](x)',
  '"a"(b)',
  '{a: b c',
  '\u0000',
  '[::::]',
])('no half expression, as %s, brings down the check', async (expression) => {
  await refusal(expression);
});

test.each([
  ['3,000 brackets', `${'('.repeat(1500)}a${')'.repeat(1500)}`, 'nested 1500 deep'],
  ['65 brackets of all kinds', '[?(['.repeat(22), 'nested 66 deep'],
  ['jq with as many', `.a | ${'('.repeat(65)}`, 'nested 65 deep'],
  ['4,001 characters', 'a'.repeat(4001), 'it has 4001 characters'],
])('%s are refused before anything parses them', async (_, expression, why) => {
  expect((await refusal(expression)).message).toContain(why);
});

test.each([
  ['brackets in quotes', `{"${'['.repeat(100)}\\"(": 'it\\'s ${'('.repeat(100)}'}`],
  ['64 brackets', `${'('.repeat(64)}a${')'.repeat(64)}`],
  ['brackets side by side', `[${'(a),'.repeat(500)}a]`],
  ['a path of 2,000 names', `${'a.'.repeat(1999)}a`],
  ['a chain of 2,000 pipes', `${'a|'.repeat(1999)}a`],
])('%s pass', async (_, expression) => {
  await checkFilter(expression);
});

test.each([
  "values[?state=='OPEN'].{id: id, who: author.display_name}",
  'values[?a && contains(a, `"x"`)] | [0]',
  'sort_by(values, &id)[-1].{A: id} | [?A==A]',
  '@',
  'values[?source.branch.name == destination.branch.name]',
  '*.*',
  "values[?title >= 'A'].[id, title][]",
  'values[:2]',
  'values[::-1]',
  "not_null(a, b, 'x')",
  'values[?!draft]',
  '{"odd name": "odd-name"}',
  "'a=b'",
  "'it\\'s'",
  'values[?a==`{"x":[1,2]}`]',
])('the sound expression %s passes', async (expression) => {
  await checkFilter(expression);
});

test('nothing inherited is data', async () => {
  for (const path of [
    '__proto__',
    'constructor',
    'constructor.name',
    'toString',
    'values[0].hasOwnProperty',
  ]) {
    expect(await applyFilter(path, data)).toBeNull();
  }
  const own: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}');
  expect(await applyFilter('[__proto__.x, constructor]', own)).toEqual([1, 2]);
  await refusal('{"__proto__": a}');
});

test('a filter that does not fit the data says which field to ask for first', async () => {
  const contains = applyFilter("[?contains(title, 'a')]", [{ title: null }]);
  await expect(contains).rejects.toMatchObject({
    code: 'FILTER_INVALID',
    message:
      'The filter does not fit the data: contains() expected argument 1 to be type string or array but received type null instead.',
    hint: "A row without the field stops contains(); ask for it first: [?title && contains(title, 'a')].",
  });
  expect(
    await applyFilter("[?title && contains(title, 'a')]", [{ title: null }, { title: 'cat' }]),
  ).toEqual([{ title: 'cat' }]);
  await expect(applyFilter('sort_by(@, &a)', [{ a: 1 }, {}])).rejects.toMatchObject({
    code: 'FILTER_INVALID',
  });
});

test.each([
  ['length(nothing)', /^nothing is null, which length\(\) cannot take\./],
  ["contains(values[0].nothing, 'a')", /^values\[0\]\.nothing is null/],
  ["join(', ', values[?id==`1`] | nothing)", /^values\[\?id==`1`\] \| nothing is null/],
  ['[sum(size_of), sum(n)]', /^Argument 1 is null/],
  ['values[*].length(nothing)', /^Some rows lack the field/],
  ["values[?contains(nothing, 'a')]", /^A row without the field stops contains\(\)/],
])('%s on data without it says what is null', async (expression, hint) => {
  await checkFilter(expression);
  await expect(applyFilter(expression, data)).rejects.toMatchObject({
    code: 'FILTER_INVALID',
    hint: expect.stringMatching(hint),
  });
});

test.each([
  [[{ a: 1 }, {}], 'expected number, received null'],
  [[{}, { a: 1 }], 'sort_by() takes numbers or strings'],
])('rows that cannot be sorted are told in words: %j', async (rows, why) => {
  await expect(applyFilter('sort_by(@, &a)', rows)).rejects.toMatchObject({
    message: `The filter does not fit the data: ${why}`,
    hint: expect.stringContaining('Some rows lack the field'),
  });
});

test('what is not there is null', async () => {
  expect(await applyFilter('nothing', data)).toBeNull();
  expect(await applyFilter('max_by(@, &a)', [])).toBeNull();
});
