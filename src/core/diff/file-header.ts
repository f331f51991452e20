import type { DiffFile } from './diff.ts';
import { unquotePath } from './unquote-path.ts';

type Header = Pick<DiffFile, 'path' | 'oldPath' | 'status' | 'binary'>;

/** The lines before a file's first hunk that say something about it. */
export const HEADER_LINE =
  /^(?:new file mode |deleted file mode |rename from |rename to |copy from |copy to |--- |\+\+\+ |Binary files |GIT binary patch)/;

/**
 * Reads what stands above the hunks of a file.
 * @param lines the line "diff --git ..." (or --cc, --combined) and the HEADER_LINEs below it
 * @returns undefined when they do not name the file: something is missing
 */
export function fileHeader(lines: readonly string[]): Header | undefined {
  const value = (start: string) =>
    lines.find((line) => line.startsWith(start))?.slice(start.length);
  const binary = value('Binary files ') !== undefined || value('GIT binary patch') !== undefined;
  for (const [word, status] of [['rename', 'renamed'] as const, ['copy', 'copied'] as const]) {
    const from = value(`${word} from `);
    if (from === undefined) continue;
    const to = value(`${word} to `);
    if (to === undefined) return undefined;
    return { path: own(unquotePath(to)), oldPath: own(unquotePath(from)), status, binary };
  }
  const old = sidePath(value('--- '));
  const now = sidePath(value('+++ '));
  const path = now ?? old ?? pathOfBoth(lines[0] ?? '');
  if (path === undefined) return undefined;
  const added = value('new file mode ') !== undefined;
  const removed = value('deleted file mode ') !== undefined;
  const status = added ? 'added' : removed ? 'removed' : 'modified';
  return { path, oldPath: undefined, status, binary };
}

/** The path of "--- a/path": a name with white space has a tab behind it. */
function sidePath(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const name = written.endsWith('\t') ? written.slice(0, -1) : written;
  return name === '/dev/null' ? undefined : own(withoutSide(unquotePath(name)));
}

/** Cloud writes a/ and b/ before a path, Data Center src:// and dst://. */
function withoutSide(path: string): string {
  return path.replace(/^(?:[ab]\/|(?:src|dst):\/\/)/, '');
}

/**
 * The path in "diff --git a/path b/path". Only files without any other line to tell it have to be
 * read here, and in those both sides have one name; so a " b/" inside of it does no harm.
 */
function pathOfBoth(line: string): string | undefined {
  const combined = /^diff --(?:cc|combined) (.+)$/s.exec(line)?.[1];
  if (combined !== undefined) return own(unquotePath(combined));
  const names = line.slice('diff --git '.length);
  const middle = (names.length - 1) / 2;
  if (names[middle] !== ' ') return undefined;
  const old = withoutSide(unquotePath(names.slice(0, middle)));
  const now = withoutSide(unquotePath(names.slice(middle + 1)));
  return old === now ? own(now) : undefined;
}

/** A path as a string of its own: a piece of a larger string would keep all of it in memory. */
function own(path: string): string {
  return Buffer.from(path).toString();
}
