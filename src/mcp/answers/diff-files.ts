import { fileHeader, HEADER_LINE } from '../../core/diff/file-header.ts';
import { lineWindows } from './line-windows.ts';
import { oneLine } from './one-line.ts';
import type { ReadableText } from './readable-text.ts';

/** Where a file stands in a diff. */
export interface DiffFileRange {
  readonly path: string;
  /** The path as a model reads it: one line without hidden characters. */
  readonly name: string;
  readonly oldPath: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** How a diff begins, and a series of commits with their diffs (/patch). */
const BEGINS = /^(?:diff --(?:git|cc|combined) |From [0-9a-f]{40} )/;

/** Whether a text that begins so is a diff. */
export const isDiff = (start: string): boolean => BEGINS.test(start);

/** Each line of a file's content has a sign before it, so this begins a file. */
const FILE = /^diff --(?:git|cc|combined) /gm;

/** What stands below it; in the message of a commit, which has no sign before it, hardly ever. */
const BELOW =
  /^[^\n]*\n(?:index |old mode|new |deleted |similarity |dissimilarity |rename |copy |--- |Binary |GIT )/;

/** Characters in which the path of a file is told. */
const HEADER = 16 * 1024;

/**
 * Finds the files of a diff.
 * @returns undefined where the text is no diff
 */
export function diffFiles(text: ReadableText): readonly DiffFileRange[] | undefined {
  if (!isDiff(text.read(0, 100))) return undefined;
  const starts: number[] = [];
  for (const { start, text: lines, continues } of lineWindows(text)) {
    for (const { index } of lines.matchAll(FILE))
      if (index > 0 || !continues) starts.push(start + index);
  }
  const hasMessages = text.read(0, 5) === 'From ';
  const begun = hasMessages
    ? starts.filter((start) => BELOW.test(text.read(start, start + HEADER)))
    : starts;
  return begun.flatMap((start, at) => {
    const end = begun[at + 1] ?? text.length;
    const header = fileHeader(headerLines(text.read(start, Math.min(end, start + HEADER))));
    if (header === undefined) return [];
    const { path, oldPath } = header;
    return [{ path, name: oneLine(path), oldPath, start, end }];
  });
}

function headerLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('@@') || line === 'GIT binary patch') break;
    if (lines.length === 0 || HEADER_LINE.test(line)) lines.push(line);
  }
  return lines;
}
