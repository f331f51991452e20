import { describe, expect, onTestFinished, test } from 'vitest';
import type { DiffFile } from '../../../src/core/diff/diff.ts';
import { parseDiff } from '../../../src/core/diff/parse-diff.ts';
import { DiffIndex } from '../../../src/core/review/diff-index.ts';
import type { Finding } from '../../../src/core/review/finding.ts';
import { placeFinding } from '../../../src/core/review/place-finding.ts';
import { isMisplaced } from '../../../src/core/review/placement.ts';
import { GitFolder } from '../diff/git-folder.ts';
import { Random } from '../diff/random.ts';
import { RandomTree } from '../diff/random-tree.ts';
import { gitDiff, lines } from './git-diff.ts';

type Wanted = Partial<Finding>;

/** Where a finding goes, as PATH:LINE with the text of the lines; else why it goes nowhere. */
function placed(files: readonly DiffFile[], wanted: Wanted) {
  const finding = { path: 'a.ts', body: 'Why?', ...wanted };
  const found = placeFinding(finding, new DiffIndex(files));
  if (isMisplaced(found)) return found;
  const { place, lines: on } = found;
  return { ...place, on: on.map(({ text }) => text) };
}

/** 40 lines of which the 10th and the 30th are changed: two hunks, 7-13 and 27-33. */
const twoHunks = async () =>
  await gitDiff({ 'a.ts': lines(40) }, { 'a.ts': lines(40, { 10: 'ten', 30: 'thirty' }) });

describe('by number', () => {
  test('a line of the new file, changed or not, is commented on there', async () => {
    const files = await twoHunks();
    expect(placed(files, { line: 10 })).toEqual({
      path: 'a.ts',
      side: 'new',
      line: 10,
      on: ['ten'],
    });
    expect(placed(files, { line: 33, side: 'RIGHT' })).toMatchObject({ side: 'new', line: 33 });
  });

  test('a removed line is commented on in the old file', async () => {
    const files = await twoHunks();
    const place = { path: 'a.ts', side: 'old', line: 10, on: ['line 10'] };
    expect(placed(files, { line: 10, side: 'old' })).toEqual(place);
    expect(placed(files, { line: 10, side: 'LEFT' })).toEqual(place);
  });

  test('an unchanged line that is counted in the old file goes to its number in the new one', async () => {
    const files = await gitDiff(
      { 'a.ts': lines(9) },
      { 'a.ts': `new\n${lines(9, { 5: 'five' })}` },
    );
    expect(placed(files, { line: 3, side: 'old' })).toEqual({
      path: 'a.ts',
      side: 'new',
      line: 4,
      on: ['line 3'],
    });
  });

  test('a range keeps its first line', async () => {
    expect(placed(await twoHunks(), { start_line: 8, line: 10 })).toEqual({
      path: 'a.ts',
      side: 'new',
      startLine: 8,
      line: 10,
      on: ['line 8', 'line 9', 'ten'],
    });
    expect(placed(await twoHunks(), { start_line: 10, line: 10 })).not.toHaveProperty('startLine');
  });

  test('a range of the old file stays there when it holds a removed line, and else goes to the new one', async () => {
    const files = await twoHunks();
    expect(placed(files, { start_line: 9, line: 12, side: 'old' })).toEqual({
      path: 'a.ts',
      side: 'old',
      startLine: 9,
      line: 12,
      on: ['line 9', 'line 10', 'line 11', 'line 12'],
    });
    expect(placed(files, { start_line: 11, line: 12, side: 'old' })).toMatchObject({ side: 'new' });
  });

  test('a line outside the diff is refused, with what the diff shows and the nearest lines', async () => {
    expect(placed(await twoHunks(), { line: 20 })).toEqual({
      problem: 'outside the diff',
      why: 'Line 20 is outside the diff of a.ts, which shows 7-13, 27-33',
      nearest: ['a.ts:13', 'a.ts:27'],
    });
    expect(placed(await twoHunks(), { line: 4000 })).toMatchObject({ nearest: ['a.ts:33'] });
    expect(placed(await twoHunks(), { line: 20, side: 'old' })).toMatchObject({
      why: 'Line 20 of the old file is outside the diff of a.ts, which shows 7-13, 27-33',
    });
  });

  test('a removed line that is taken for one of the new file is pointed out', async () => {
    const files = await gitDiff({ 'a.ts': lines(6) }, { 'a.ts': lines(3) });
    expect(placed(files, { line: 5 })).toMatchObject({
      why: 'Line 5 is outside the diff of a.ts, which shows 1-3; the removed line 5 is side old',
    });
  });

  test.each([
    [{ start_line: 12, line: 9 }, 'start_line 12 comes after line 9'],
    [
      { start_line: 10, line: 30 },
      'Lines 10 to 30 of a.ts are in two parts of the diff; a comment stands in one',
    ],
    [{ start_line: 20, line: 30 }, 'Line 20 is outside the diff of a.ts, which shows 7-13, 27-33'],
  ])('the range %j is refused', async (wanted, why) => {
    expect(placed(await twoHunks(), wanted)).toMatchObject({ why });
  });

  test('neither a number nor a text is refused, and so is nothing to say', async () => {
    const files = await twoHunks();
    expect(placed(files, {})).toMatchObject({ problem: 'no line given' });
    expect(placed(files, { start_line: 8 })).toMatchObject({ problem: 'no line given' });
    expect(placed(files, { line: 10, body: ' ' })).toMatchObject({ problem: 'no text' });
    expect(placed(files, { line: 10, body: '', suggestion: '' })).toMatchObject({ line: 10 });
  });
});

describe('by text', () => {
  test('a line is found by its text, with or without the white space around it', async () => {
    const files = await gitDiff({}, { 'a.ts': 'if (a) {\n  go();\n}\n' });
    for (const anchor of ['  go();', 'go();', '\tgo();  ', '  go();\r\n']) {
      expect(placed(files, { anchor })).toMatchObject({ line: 2, on: ['  go();'] });
    }
  });

  test('the very text goes before one that differs in white space', async () => {
    const files = await gitDiff({}, { 'a.ts': '    go();\n  go();\n' });
    expect(placed(files, { anchor: '  go();' })).toMatchObject({ line: 2 });
    expect(placed(files, { anchor: 'go();' })).toMatchObject({ problem: 'ambiguous' });
  });

  test('of several the nearest to the line is taken, and without a line all are named', async () => {
    const files = await gitDiff({}, { 'a.ts': lines(30, { 5: 'go', 12: 'go', 25: 'go' }) });
    expect(placed(files, { anchor: 'go', line: 14 })).toMatchObject({ line: 12 });
    expect(placed(files, { anchor: 'go', line: 25 })).toMatchObject({ line: 25 });
    expect(placed(files, { anchor: 'go' })).toEqual({
      problem: 'ambiguous',
      why: 'The text stands on lines 5, 12, 25 of a.ts: say which with line',
      nearest: ['a.ts:5', 'a.ts:12', 'a.ts:25'],
    });
  });

  test('two that are equally near are named', async () => {
    const files = await gitDiff({}, { 'a.ts': lines(30, { 10: 'go', 20: 'go' }) });
    expect(placed(files, { anchor: 'go', line: 15 })).toMatchObject({ problem: 'ambiguous' });
  });

  test('the line itself goes before a better text elsewhere', async () => {
    const files = await gitDiff({}, { 'a.ts': '  go();\ngo();\n' });
    expect(placed(files, { anchor: 'go();', line: 1 })).toMatchObject({ line: 1 });
  });

  test('a text that only a removed line has means that line', async () => {
    expect(placed(await twoHunks(), { anchor: 'line 10' })).toMatchObject({
      side: 'old',
      line: 10,
    });
    expect(placed(await twoHunks(), { anchor: 'line 10', side: 'new' })).toEqual({
      problem: 'text not found',
      why: 'No line in the diff of a.ts says "line 10"',
      nearest: [],
    });
  });

  test('a part of a line is no anchor, and the lines that hold it are named', async () => {
    const files = await gitDiff({}, { 'a.ts': 'one\nreturn two();\n' });
    expect(placed(files, { anchor: 'two()' })).toEqual({
      problem: 'text not found',
      why: 'No line in the diff of a.ts says "two()" and nothing else: an anchor is the whole line',
      nearest: ['a.ts:2'],
    });
  });

  test('several lines are a range, and a range moves with its last line', async () => {
    const files = await twoHunks();
    expect(placed(files, { anchor: 'line 9\nten\n' })).toMatchObject({ startLine: 9, line: 10 });
    expect(placed(files, { anchor: 'line 9\r\nten\r\n' })).toMatchObject({
      startLine: 9,
      line: 10,
    });
    expect(placed(files, { anchor: 'line 9\nthirty' })).toMatchObject({
      problem: 'text not found',
    });
    expect(placed(files, { anchor: 'ten', line: 12, start_line: 10 })).toMatchObject({
      startLine: 8,
      line: 10,
    });
  });
});

describe('files', () => {
  test('are known by what git, a shell and Windows call them, and by their former name', async () => {
    const files = await gitDiff(
      { 'src/old.ts': lines(30) },
      { 'src/old.ts': null, 'src/new.ts': lines(30, { 5: 'five' }) },
    );
    const forms = [
      'src/new.ts',
      './src/new.ts',
      'b/src/new.ts',
      '/src/new.ts',
      'src\\new.ts',
      'src/old.ts',
      'a/src/old.ts',
    ];
    for (const path of forms) {
      expect(placed(files, { path, line: 5 }), path).toMatchObject({ path: 'src/new.ts', line: 5 });
    }
    expect(placed(files, { path: 'src/old.ts', line: 5, side: 'old' })).toMatchObject({
      path: 'src/new.ts',
      side: 'old',
      on: ['line 5'],
    });
  });

  test('that really begin with a/ are those', async () => {
    const files = await gitDiff({}, { 'a/x.ts': 'inner\n', 'x.ts': 'outer\n' });
    expect(placed(files, { path: 'a/x.ts', line: 1 })).toMatchObject({ on: ['inner'] });
  });

  test('that are not there are answered with the most alike', async () => {
    const files = await gitDiff({}, { 'src/auth/jwt.ts': 'x\n', 'src/errors.ts': 'x\n' });
    const nearest = (path: string) => placed(files, { path, line: 1 });
    expect(nearest('jwt.ts')).toMatchObject({
      problem: 'unknown path',
      nearest: ['src/auth/jwt.ts'],
    });
    expect(nearest('/home/me/src/errors.ts')).toMatchObject({ nearest: ['src/errors.ts'] });
    expect(nearest('src/eror.ts')).toMatchObject({ nearest: ['src/errors.ts'] });
    expect(nearest('docs/index.html')).toMatchObject({ nearest: [] });
    expect(placed([], { line: 1 })).toMatchObject({ why: 'The pull request changes no file' });
  });

  test('that are removed take comments on their old lines, without being told', async () => {
    const files = await gitDiff({ 'a.ts': lines(3) }, { 'a.ts': null });
    expect(placed(files, { line: 2 })).toEqual({
      path: 'a.ts',
      side: 'old',
      line: 2,
      on: ['line 2'],
    });
    expect(placed(files, { line: 2, side: 'new' })).toMatchObject({
      why: 'Line 2 is outside the diff of a.ts, which shows no lines of the new file',
    });
  });

  test('that are binary or whose content is the same show no lines', async () => {
    const files = await gitDiff(
      { 'a.ts': Uint8Array.of(0, 1), 'b.sh': 'x\n', 'c.ts': lines(9) },
      { 'a.ts': Uint8Array.of(0, 2), 'c.ts': null, 'd.ts': lines(9) },
    );
    expect(placed(files, { line: 1 })).toMatchObject({
      problem: 'binary',
      why: 'a.ts is binary, and the diff shows no lines of it',
    });
    expect(placed(files, { path: 'd.ts', line: 1 })).toMatchObject({ problem: 'no lines' });
  });

  test('with CRLF, without an end, in Latin-1 and empty ones are places like others', async () => {
    const files = await gitDiff(
      { 'a.ts': 'one\r\ntwo\r\n', 'b.ts': 'one\ntwo', 'c.ts': '' },
      {
        'a.ts': 'one\r\nzwei\r\n',
        'b.ts': 'one\nzwei',
        'c.ts': Buffer.from('caf\xe9\n', 'latin1'),
      },
    );
    expect(placed(files, { anchor: 'zwei' })).toMatchObject({ line: 2 });
    expect(placed(files, { path: 'b.ts', anchor: 'zwei' })).toMatchObject({ line: 2 });
    expect(placed(files, { path: 'b.ts', line: 2, side: 'old' })).toMatchObject({ on: ['two'] });
    expect(placed(files, { path: 'c.ts', anchor: 'caf\u00e9' })).toMatchObject({ line: 1 });
  });

  test('take a suggestion on lines of the new file alone', async () => {
    const files = await twoHunks();
    expect(placed(files, { line: 10, suggestion: 'X' })).toMatchObject({ line: 10 });
    expect(placed(files, { line: 10, side: 'old', suggestion: 'X' })).toMatchObject({
      problem: 'bad suggestion',
    });
    expect(placed(files, { line: 9, side: 'old', suggestion: 'X' })).toMatchObject({ side: 'new' });
  });
});

/** Every line of a diff with its number on each side that it is on. */
const linesOf = (files: readonly DiffFile[]) =>
  files.flatMap(({ path, hunks }) =>
    hunks.flatMap(({ lines: all }) =>
      all.flatMap((line) =>
        (['new', 'old'] as const).flatMap((side) => {
          const number = line[side];
          return number === undefined ? [] : [{ path, line, side, number }];
        }),
      ),
    ),
  );

test.each([1, 2, 3, 4, 5, 6])(
  'every line of a random diff is found by number and by text (seed %i)',
  async (seed) => {
    const folder = new GitFolder();
    onTestFinished(() => folder.remove());
    const files = await randomDiff(folder, seed);
    const index = new DiffIndex(files);
    const all = linesOf(files);
    expect(all.length).toBeGreaterThan(25);
    for (const { path, line, side, number } of all) {
      const anchor = line.text.trim() === '' ? undefined : line.text;
      for (const said of [{}, { anchor }]) {
        const found = placeFinding({ path, line: number, side, body: 'x', ...said }, index);
        if (isMisplaced(found)) throw new Error(`${path}:${number}: ${found.why}`);
        const goesTo = line.kind === 'removed' ? 'old' : 'new';
        expect(found.lines).toEqual([line]);
        expect(found.place).toEqual({ path, side: goesTo, line: line[goesTo] });
      }
    }
  },
);

async function randomDiff(folder: GitFolder, seed: number): Promise<DiffFile[]> {
  const random = new Random(seed);
  const tree = new RandomTree(random);
  tree.writeTo(folder.path);
  folder.commit('old');
  tree.removeFrom(folder.path);
  tree.change();
  tree.writeTo(folder.path);
  folder.commit('new');
  const bytes = folder.git('diff', '-M', 'old', 'new');
  return await parseDiff(
    (async function* () {
      yield bytes;
    })(),
  );
}
