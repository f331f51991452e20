import { describe, expect, it } from 'vitest';
import type { DiffFile } from '../../../src/core/diff/diff.ts';
import { parseDiff } from '../../../src/core/diff/parse-diff.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';
import { GitFolder } from './git-folder.ts';
import { Random } from './random.ts';
import { RandomTree } from './random-tree.ts';
import { linesOf, rebuilt } from './rebuilt.ts';

async function* cut(bytes: Uint8Array, size: (left: number) => number) {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + size(bytes.length - at));
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** What git itself counts in a diff: lines added and removed by old and new path. */
function numstat(folder: GitFolder, options: readonly string[]): string[][] {
  const output = folder.git('diff', '--numstat', '-z', ...options, 'old', 'new').toString();
  const fields = output.split('\0').slice(0, -1);
  const rows: string[][] = [];
  while (fields.length > 0) {
    const [added = '', removed = '', ...name] = (fields.shift() ?? '').split('\t');
    const path = name.join('\t');
    const paths = path === '' ? [fields.shift() ?? '', fields.shift() ?? ''] : [path, path];
    rows.push([...paths, added, removed]);
  }
  return rows.sort();
}

/** The same of what was read. A change of type is two files in a diff, and one when git counts. */
function counted(files: readonly DiffFile[]): string[][] {
  const rows = new Map<string, string[]>();
  for (const { binary, added, removed, oldPath, path } of files) {
    const [, , moreAdded = '0', moreRemoved = '0'] = rows.get(path) ?? [];
    const sum = (here: number, before: string) =>
      binary || before === '-' ? '-' : String(here + Number(before));
    rows.set(path, [oldPath ?? path, path, sum(added, moreAdded), sum(removed, moreRemoved)]);
  }
  return [...rows.values()].sort();
}

describe('parseDiff', () => {
  it.each([1, 2, 3, 4, 5, 6])('reads what git writes of random changes (seed %i)', async (seed) => {
    const random = new Random(seed);
    const folder = new GitFolder();
    try {
      const tree = new RandomTree(random);
      tree.writeTo(folder.path);
      folder.commit('old');
      tree.removeFrom(folder.path);
      tree.change();
      tree.writeTo(folder.path);
      folder.commit('new');
      const options = [
        random.pick(['-M', '-C', '--find-copies-harder', '--no-renames']),
        random.pick(['-U0', '-U1', '-U3', '-U20']),
        random.pick(['--text', '--binary', '--full-index']),
      ];
      const quoting = `core.quotePath=${random.pick(['true', 'false'])}`;
      const bytes = folder.git('-c', quoting, 'diff', ...options, 'old', 'new');
      const files = await parseDiff(cut(bytes, () => 1 + random.below(5000)));

      if (!options.includes('--text'))
        expect(counted(files)).toEqual(numstat(folder, options.slice(0, 1)));
      for (const file of files.filter(({ binary }) => !binary)) {
        const before = file.status === 'added' ? undefined : (file.oldPath ?? file.path);
        const after = file.status === 'removed' ? undefined : file.path;
        const old = linesOf(folder.file('old', before));
        expect(rebuilt(old, file)).toEqual(linesOf(folder.file('new', after)));
      }
    } finally {
      folder.remove();
    }
  });

  it('gives the same wherever the chunks end', async () => {
    const bytes = Buffer.from(`${MODIFIED}${RENAMED}`.replace('two', 'zwölf'));
    const whole = await parseDiff(cut(bytes, (left) => left));
    expect(await parseDiff(cut(bytes, () => 1))).toEqual(whole);
    expect(parseDiffText(bytes.toString())).toEqual(whole);
  });

  it('decodes each line as UTF-8, or as Latin-1 where it is none', async () => {
    const text = `${head('x')}@@ -1,2 +1,2 @@\n-gr\xfcn\n+gr\xc3\xbcn\n \xe2\x82\xac\n`;
    const [file] = await parseDiff(cut(Buffer.from(text, 'latin1'), (left) => left));
    expect(file?.hunks[0]?.lines.map((line) => line.text)).toEqual(['grün', 'grün', '€']);
  });

  it('drops the half of a character that git has left at the end of a section', async () => {
    const text = `${head('x')}@@ -1 +1 @@ function \xc3\xbc\xe2\x82\n-a\n+b\n`;
    const [file] = await parseDiff(cut(Buffer.from(text, 'latin1'), (left) => left));
    expect(file?.hunks[0]?.section).toBe('function ü');
  });

  it('reads nothing out of nothing', async () => {
    expect(await parseDiff(cut(Buffer.alloc(0), () => 1))).toEqual([]);
  });
});

describe('parseDiffText', () => {
  it('numbers the lines of a hunk on both sides', () => {
    expect(parseDiffText(MODIFIED)).toEqual([
      {
        path: 'src/a.ts',
        oldPath: undefined,
        status: 'modified',
        binary: false,
        added: 1,
        removed: 1,
        hunks: [
          {
            oldStart: 7,
            oldCount: 3,
            newStart: 9,
            newCount: 3,
            section: 'function handle() {',
            lines: [
              { kind: 'context', old: 7, new: 9, text: 'one\r' },
              { kind: 'removed', old: 8, new: undefined, text: 'two\r' },
              { kind: 'added', old: undefined, new: 10, text: '-- zwei\r' },
              { kind: 'context', old: 9, new: 11, text: '\fthree', endsWithoutNewline: true },
            ],
          },
        ],
      },
    ]);
  });

  it('knows a rename, a copy, a new file, a removed one, a mode and binary files', () => {
    const text = [
      RENAMED,
      'diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n',
      'diff --git a/empty file b/empty file\nnew file mode 100644\nindex 0000000..e69de29\n',
      'diff --git a/gone b/gone\ndeleted file mode 100644\nindex e69de29..0000000\n',
      'diff --git a/run b/run\nold mode 100644\nnew mode 100755\n',
      'diff --git a/a.png b/a.png\nindex 1234567..7654321 100644\nBinary files a/a.png and b/a.png differ\n',
      'diff --git a/b.png b/b.png\nindex 1234567..7654321 100644\nGIT binary patch\nliteral 1\nIcmZPo000310RR91\n\nliteral 1\nIcmZPo000310RR91\n\n',
    ].join('');
    const rows = parseDiffText(text).map((f) => [f.status, f.oldPath, f.path, f.binary]);
    expect(rows).toEqual([
      ['renamed', 'a b/old.ts', 'a b/new.ts', false],
      ['copied', 'x', 'y', false],
      ['added', undefined, 'empty file', false],
      ['removed', undefined, 'gone', false],
      ['modified', undefined, 'run', false],
      ['modified', undefined, 'a.png', true],
      ['modified', undefined, 'b.png', true],
    ]);
  });

  it.each([
    ['a/x b/a x b/x b/a x', 'x b/a x'],
    ['"a/\\303\\244\\t\\"\\\\.txt" "b/\\303\\244\\t\\"\\\\.txt"', 'ä\t"\\.txt'],
    ['"a/\\344" "b/\\344"', 'ä'],
    ['src://x dst://x', 'x'],
  ])('reads the path of %s', (names, path) => {
    const [file] = parseDiffText(`diff --git ${names}\nold mode 100644\nnew mode 100755\n`);
    expect(file?.path).toBe(path);
  });

  it("leaves the lines of a merge's combined diff out, and reads on behind it", () => {
    const combined =
      'diff --cc "a\\tb"\nindex 1,2..3\n--- "a/a\\tb"\n+++ "b/a\\tb"\n@@@ -1,2 -1,2 +1,3 @@@\n- one\n -two\n++three\n--- four\n  five\n';
    const files = parseDiffText(combined + MODIFIED);
    expect(files.map((f) => [f.path, f.hunks.length])).toEqual([
      ['a\tb', 0],
      ['src/a.ts', 1],
    ]);
  });

  it('passes over the mail around a patch', () => {
    const mail = `From 1234 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n---\n a | 2 +-\n\n${MODIFIED}-- \n2.39.5\n\n`;
    expect(parseDiffText(mail)).toEqual(parseDiffText(MODIFIED));
  });

  it('takes an empty line for an empty line of context, as git apply does', () => {
    const [file] = parseDiffText(`${head('x')}@@ -1,2 +1,2 @@\n\n-a\n+b\n`);
    expect(file?.hunks[0]?.lines[0]).toEqual({ kind: 'context', old: 1, new: 1, text: '' });
  });

  it('does not take a page for an empty diff', () => {
    expect(() => parseDiffText('<!DOCTYPE html>\n<p>Sign in\n')).toThrow('sent something else');
    expect(parseDiffText('\n')).toEqual([]);
  });

  it.each([
    ['within a hunk', `${head('x')}@@ -1,2 +1,2 @@\n-a\n+b\n`, 'in x'],
    ['within a hunk, and goes on', `${head('x')}@@ -1,2 +1 @@\n-a\n${MODIFIED}`, 'in x'],
    ['before the hunks', head('x'), 'in x'],
    ['within a header', 'diff --git a/x b/x\nindex 1..2\n--- a/x\n', 'in x'],
    ['within a hunk header', `${head('x')}@@ -1,2 +`, 'in x'],
    ['within a rename', 'diff --git a/x b/y\nrename from x\n', 'between two files'],
    ['within a name', `${MODIFIED}diff --git a/some/fi`, 'between two files'],
  ])('notices a diff that breaks off %s', (_, text, where) => {
    expect(() => parseDiffText(text)).toThrow(
      expect.objectContaining({
        code: 'UNAVAILABLE',
        message: `The diff from Bitbucket breaks off ${where}.`,
      }),
    );
  });
});

function head(path: string): string {
  return `diff --git a/${path} b/${path}\nindex 1234567..7654321 100644\n--- a/${path}\n+++ b/${path}\n`;
}

const MODIFIED = `${head('src/a.ts')}@@ -7,3 +9,3 @@ function handle() {
 one\r
-two\r
+-- zwei\r
 \fthree
\\ No newline at end of file
`;

const RENAMED = `diff --git a/a b/old.ts b/a b/new.ts
similarity index 90%
rename from a b/old.ts
rename to a b/new.ts
index 1234567..7654321 100644
--- a/a b/old.ts\t
+++ b/a b/new.ts\t
@@ -1 +1 @@
-old
+new
`;
