import { sanitizeForTerminal } from '../output/sanitize.ts';
import { changedWords } from './changed-words.ts';
import type { DiffFile, DiffLine, Hunk } from './diff.ts';
import type { DiffPaint } from './diff-paint.ts';
import { isGenerated } from './is-generated.ts';
import type { TextRange } from './word-changes.ts';

interface FormatOptions {
  readonly paint: DiffPaint;
  /** Whether the lines of generated files are shown. */
  readonly generated: boolean;
}

/**
 * A diff as a person reads it on a terminal: a file's name and counts, then its hunks, with the
 * words that changed marked. Generated files take one line each. Line ends are shown, as ^M, only
 * where a hunk has both kinds.
 * @returns lines that are safe for a terminal, each with its line feed
 */
export function formatDiff(files: readonly DiffFile[], options: FormatOptions): string {
  return files.map((file) => formatFile(file, options)).join('\n');
}

function formatFile(file: DiffFile, { paint, generated }: FormatOptions): string {
  if (!generated && file.hunks.length > 0 && isGenerated(file)) return folded(file, paint);
  const head = `${paint.file(oneLine(file.path))}${paint.remark(about(file))}\n`;
  return head + file.hunks.map((hunk) => formatHunk(hunk, paint)).join('');
}

function folded({ path, added, removed }: DiffFile, paint: DiffPaint): string {
  const lines = added + removed;
  const words = `${lines.toLocaleString('en-US')} line${lines === 1 ? '' : 's'} of generated content`;
  return `${paint.file(oneLine(path))}${paint.remark(`: ${words} folded; --generated shows them`)}\n`;
}

function about({ status, oldPath, binary, added, removed, hunks }: DiffFile): string {
  const words: string[] = [];
  if (status === 'added') words.push('new file');
  if (status === 'removed') words.push('removed');
  if (oldPath !== undefined) words.push(`${status} from ${oneLine(oldPath)}`);
  if (binary) words.push('binary');
  else if (hunks.length === 0) words.push('no lines changed');
  const counts = added + removed > 0 ? `  +${added} -${removed}` : '';
  return counts + (words.length > 0 ? `  (${words.join(', ')})` : '');
}

function formatHunk(hunk: Hunk, paint: DiffPaint): string {
  const { oldStart, oldCount, newStart, newCount, section, lines } = hunk;
  const place = `@@ -${oldStart},${oldCount} +${newStart},${newCount} @@`;
  const head = `${paint.hunk(place)}${section === '' ? '' : ` ${paint.remark(oneLine(section))}`}\n`;
  const words = changedWords(hunk);
  const mixed = new Set(lines.map(({ text }) => text.endsWith('\r'))).size > 1;
  return head + lines.map((line) => formatLine(line, words.get(line), mixed, paint)).join('');
}

function formatLine(
  line: DiffLine,
  ranges: readonly TextRange[] | undefined,
  mixed: boolean,
  paint: DiffPaint,
): string {
  const { kind, endsWithoutNewline } = line;
  const text = mixed || !line.text.endsWith('\r') ? line.text : line.text.slice(0, -1);
  const end = endsWithoutNewline ? `${paint.remark('\\ No newline at end of file')}\n` : '';
  if (kind === 'context') return ` ${sanitizeForTerminal(text)}\n${end}`;
  const [sign, whole, word] =
    kind === 'added'
      ? ['+', paint.added, paint.addedWord]
      : ['-', paint.removed, paint.removedWord];
  let at = 0;
  let painted = '';
  for (const { start, end } of ranges ?? []) {
    painted += whole(safe(text.slice(at, start), at === 0 ? sign : ''));
    painted += word(safe(text.slice(start, end)));
    at = end;
  }
  return `${painted}${whole(safe(text.slice(at), at === 0 ? sign : ''))}\n${end}`;
}

const safe = (text: string, sign = '') => sign + sanitizeForTerminal(text);

/** A name may hold line feeds and tabs. */
const oneLine = (text: string) =>
  sanitizeForTerminal(text).replace(/[\n\t]/g, (sign) => (sign === '\n' ? '^J' : '^I'));
