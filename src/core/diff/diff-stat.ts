import { sanitizeForTerminal } from '../output/sanitize.ts';
import { displayWidth } from '../output/width.ts';
import type { DiffFile } from './diff.ts';
import type { DiffPaint } from './diff-paint.ts';
import { renameText } from './rename-text.ts';

type CountedFile = Pick<DiffFile, 'path' | 'oldPath' | 'binary' | 'added' | 'removed'>;

/** Columns, as `git diff --stat` divides a line: name, number, bar. */
interface Layout {
  readonly name: number;
  readonly number: number;
  readonly bar: number;
  /** The most changed lines of a file: a full bar. */
  readonly most: number;
}

/**
 * The files with their changed lines as a bar, and the sums below, as `git diff --stat` writes them.
 * Git's own page says of a binary file how many bytes it had and has; a diff does not tell.
 * @param width of the screen, in columns
 * @returns lines that are safe for a terminal, each with its line feed
 */
export function diffStat(files: readonly CountedFile[], width: number, paint: DiffPaint): string {
  const names = files.map(({ path, oldPath }) =>
    sanitizeForTerminal(oldPath === undefined ? path : renameText(oldPath, path)).replace(
      /[\n\t]/g,
      ' ',
    ),
  );
  const longest = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0);
  const layout = divide(files, longest, width);
  const lines = files.map((file, i) => {
    const [name, columns] = [shortened(names[i] ?? '', layout.name), layout.name];
    const padded = name + ' '.repeat(Math.max(0, columns - displayWidth(name)));
    return ` ${padded} | ${counts(file, layout, paint)}\n`;
  });
  return `${lines.join('')}${sums(files)}\n`;
}

/** The arithmetic of show_stats() in git's diff.c. */
function divide(files: readonly CountedFile[], longest: number, screen: number): Layout {
  const most = files.reduce((n, f) => (f.binary ? n : Math.max(n, f.added + f.removed)), 0);
  const number = Math.max(String(most).length, files.some((f) => f.binary) ? 'Bin'.length : 0);
  const width = Math.max(screen, 16 + 6 + number);
  if (longest + number + 6 + most <= width) return { name: longest, number, bar: most, most };
  const share = Math.floor((width * 3) / 8) - number - 6;
  const bar = most > share ? Math.max(6, share) : most;
  const rest = width - number - 6;
  const name = Math.min(longest, rest - bar);
  return { name, number, bar: longest > rest - bar ? bar : rest - longest, most };
}

function shortened(name: string, columns: number): string {
  if (displayWidth(name) <= columns) return name;
  const characters = [...name];
  let width = displayWidth(name);
  let at = 0;
  while (width > columns - 3) width -= displayWidth(characters[at++] ?? '');
  const end = characters.slice(at).join('');
  return `...${end.slice(Math.max(0, end.indexOf('/')))}`;
}

function counts(file: CountedFile, { number, bar, most }: Layout, paint: DiffPaint): string {
  if (file.binary) return 'Bin'.padStart(number);
  const changed = file.added + file.removed;
  const [added, removed] = bar < most ? scaled(file, bar, most) : [file.added, file.removed];
  const graph = paint.added('+'.repeat(added)) + paint.removed('-'.repeat(removed));
  return `${String(changed).padStart(number)}${changed > 0 ? ' ' : ''}${graph}`;
}

/** The longer part is what the shorter one leaves, and neither disappears. */
function scaled({ added, removed }: CountedFile, bar: number, most: number): [number, number] {
  const scale = (lines: number) => (lines === 0 ? 0 : 1 + Math.floor((lines * (bar - 1)) / most));
  const both = added > 0 && removed > 0 ? 2 : 0;
  const total = Math.max(both, scale(added + removed));
  const shorter = scale(Math.min(added, removed));
  return added < removed ? [shorter, total - shorter] : [total - shorter, shorter];
}

function sums(files: readonly CountedFile[]): string {
  const sum = (side: 'added' | 'removed') =>
    files.reduce((total, file) => total + (file.binary ? 0 : file[side]), 0);
  const [added, removed] = [sum('added'), sum('removed')];
  const said = [` ${files.length} file${files.length === 1 ? '' : 's'} changed`];
  if (added > 0 || removed === 0) said.push(`${added} insertion${added === 1 ? '' : 's'}(+)`);
  if (removed > 0 || added === 0) said.push(`${removed} deletion${removed === 1 ? '' : 's'}(-)`);
  return said.join(', ');
}
