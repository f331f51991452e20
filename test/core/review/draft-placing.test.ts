import { describe, expect, test } from 'vitest';
import type { DiffFile } from '../../../src/core/diff/diff.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';
import type { CommentDraft, Draft } from '../../../src/core/review/draft.ts';
import { placeDrafts } from '../../../src/core/review/draft-placing.ts';
import { fingerprint } from '../../../src/core/review/draft-viewed.ts';

/** A diff of one file, of lines with their signs. */
function diffOf(lines: readonly string[], path = 'a.ts', start = 1): DiffFile[] {
  const old = lines.filter((line) => !line.startsWith('+')).length;
  const now = lines.filter((line) => !line.startsWith('-')).length;
  return parseDiffText(
    `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -${start},${old} +${start},${now} @@\n${lines.join('\n')}\n`,
  );
}

const draft: CommentDraft = {
  kind: 'comment',
  id: 'd1',
  path: 'a.ts',
  side: 'new',
  line: 2,
  lines: ['two'],
  body: 'Hm',
};

describe('a draft on another diff', () => {
  test('stays where its line is', () => {
    const placed = placeDrafts([draft], diffOf([' one', '+two', ' three']));
    expect(placed).toEqual({ drafts: [draft], moved: 0, lost: 0 });
  });

  test('goes along when its line moved', () => {
    const placed = placeDrafts([draft], diffOf([' zero', ' one', '+new', '+two', ' three']));
    expect(placed).toMatchObject({ drafts: [{ line: 4, body: 'Hm' }], moved: 1, lost: 0 });
  });

  test('goes to the nearest of several lines that are alike', () => {
    const lines = ['+two', ' x', ' x', ' x', '+two', ' x', '+two'];
    const placed = placeDrafts([{ ...draft, line: 6 }], diffOf(lines));
    expect(placed.drafts).toMatchObject([{ line: 5 }]);
  });

  test('keeps its range together', () => {
    const range = { ...draft, startLine: 1, lines: ['one', 'two'] };
    const placed = placeDrafts([range], diffOf(['+two', ' zero', ' one', '+two']));
    expect(placed.drafts).toMatchObject([{ startLine: 3, line: 4 }]);
  });

  test('on a removed line is looked for among the removed lines', () => {
    const old: CommentDraft = { ...draft, side: 'old', line: 1 };
    const placed = placeDrafts([old], diffOf(['+two', ' x', '-two']));
    expect(placed.drafts).toMatchObject([{ side: 'old', line: 2 }]);
  });

  test('is kept, and said to be lost, when its line is gone', () => {
    const placed = placeDrafts([draft], diffOf([' one', '+2']));
    expect(placed).toEqual({ drafts: [{ ...draft, lost: true }], moved: 0, lost: 1 });
  });

  test('is found again when its line comes back', () => {
    const placed = placeDrafts([{ ...draft, lost: true }], diffOf([' one', '+two']));
    expect(placed.drafts).toEqual([draft]);
  });

  test('follows a renamed file', () => {
    const files = diffOf([' one', '+two'], 'b.ts').map(
      (file): DiffFile => ({ ...file, oldPath: 'a.ts', status: 'renamed' }),
    );
    expect(placeDrafts([draft], files)).toMatchObject({ drafts: [{ path: 'b.ts' }], moved: 1 });
  });

  test('does not mind that line ends became CRLF', () => {
    expect(placeDrafts([draft], diffOf([' one\r', '+two\r']))).toMatchObject({ lost: 0 });
  });

  test('that is a reply needs no line', () => {
    const reply: Draft = { kind: 'reply', id: 'd2', thread: 5, body: 'Yes' };
    expect(placeDrafts([reply], [])).toEqual({ drafts: [reply], moved: 0, lost: 0 });
  });
});

describe('the fingerprint of a file', () => {
  const print = (lines: readonly string[], start = 1) =>
    diffOf(lines, 'a.ts', start).map(fingerprint)[0];

  test('is the same when the change has only moved', () => {
    expect(print([' x', '-a', '+b'], 40)).toBe(print([' y', '-a', '+b']));
  });

  test.each([[['-a', '+c']], [['-a']], [['+b', '-a']]])(
    'differs for another change: %j',
    (lines) => {
      expect(print(lines)).not.toBe(print(['-a', '+b']));
    },
  );
});
