import { BbxError } from '../errors.ts';
import type { DiffFile, DiffLine, Hunk } from './diff.ts';
import { fileHeader, HEADER_LINE } from './file-header.ts';

interface OpenHunk extends Hunk {
  readonly lines: DiffLine[];
  /** The numbers of the lines that come next, and of the first ones behind the hunk. */
  old: number;
  new: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(?: (.*))?$/s;
const NO_NEWLINE = '\\';

/** Takes a diff line by line. What is a header and what is content is told by counting lines. */
export class DiffReader {
  private readonly files: DiffFile[] = [];
  private header: string[] = [];
  private hunks: OpenHunk[] = [];
  private hunk: OpenHunk | undefined;
  private added = 0;
  private removed = 0;
  private stray = '';

  /** @throws BbxError UNAVAILABLE when a hunk ends before the lines it has announced */
  take(line: string): void {
    const { hunk } = this;
    if (hunk !== undefined && (hunk.old < hunk.oldEnd || hunk.new < hunk.newEnd)) {
      this.takeContent(hunk, line);
    } else if (line.startsWith('diff --')) {
      this.closeFile();
      this.header = [line];
    } else if (line.startsWith('@@ ') && this.announces('+++ ')) {
      this.openHunk(line);
    } else if (this.header.length === 0) {
      this.stray ||= line;
    } else if (hunk === undefined) {
      if (HEADER_LINE.test(line)) this.header.push(line);
    } else if (line.startsWith(NO_NEWLINE)) {
      endFile(hunk);
    }
  }

  /**
   * @returns the files of all lines taken
   * @throws BbxError UNAVAILABLE when the last one is not complete, and when there was text and no file
   */
  end(): DiffFile[] {
    this.closeFile();
    if (this.files.length === 0 && this.stray !== '') {
      throw new BbxError('UNAVAILABLE', 'Where a diff should be, Bitbucket sent something else.', {
        hint: 'Something between here and Bitbucket may have answered: check BBX_API_URL and HTTPS_PROXY.',
        server: this.stray.slice(0, 200),
      });
    }
    return this.files;
  }

  private takeContent(hunk: OpenHunk, line: string): void {
    const sign = line === '' ? ' ' : line[0];
    const text = line.slice(1);
    if (sign === ' ' && hunk.old < hunk.oldEnd && hunk.new < hunk.newEnd) {
      hunk.lines.push({ kind: 'context', old: hunk.old++, new: hunk.new++, text });
    } else if (sign === '+' && hunk.new < hunk.newEnd) {
      hunk.lines.push({ kind: 'added', old: undefined, new: hunk.new++, text });
      this.added++;
    } else if (sign === '-' && hunk.old < hunk.oldEnd) {
      hunk.lines.push({ kind: 'removed', old: hunk.old++, new: undefined, text });
      this.removed++;
    } else if (sign === NO_NEWLINE) {
      endFile(hunk);
    } else {
      throw this.incomplete();
    }
  }

  private openHunk(line: string): void {
    const [, old, oldCount = '1', now, newCount = '1', section = ''] = HUNK.exec(line) ?? [];
    if (old === undefined || now === undefined) throw this.incomplete();
    const counts = { oldCount: Number(oldCount), newCount: Number(newCount) };
    const starts = { oldStart: Number(old), newStart: Number(now) };
    this.hunk = {
      ...starts,
      ...counts,
      section,
      lines: [],
      old: starts.oldStart,
      new: starts.newStart,
      oldEnd: starts.oldStart + counts.oldCount,
      newEnd: starts.newStart + counts.newCount,
    };
    this.hunks.push(this.hunk);
  }

  /** Whether git has announced two sides. A merge's combined diff has more, and is left out. */
  private announces(start: string): boolean {
    const [first, ...more] = this.header;
    return first?.startsWith('diff --git ') === true && more.some((line) => line.startsWith(start));
  }

  private closeFile(): void {
    const { header, hunk, added, removed } = this;
    if (header.length === 0) return;
    const open = hunk !== undefined && (hunk.old < hunk.oldEnd || hunk.new < hunk.newEnd);
    const missing = hunk === undefined && this.announces('--- ');
    const read = fileHeader(header);
    if (read === undefined || open || missing) throw this.incomplete();
    this.files.push({ ...read, added, removed, hunks: this.hunks.map(closed) });
    this.header = [];
    this.hunks = [];
    this.hunk = undefined;
    this.added = 0;
    this.removed = 0;
  }

  private incomplete(): BbxError {
    const path = fileHeader(this.header)?.path;
    const where = path === undefined ? 'between two files' : `in ${path}`;
    return new BbxError('UNAVAILABLE', `The diff from Bitbucket breaks off ${where}.`, {
      hint: 'Nothing was done with it. Try again in a moment.',
    });
  }
}

function closed({ oldStart, oldCount, newStart, newCount, section, lines }: OpenHunk): Hunk {
  return { oldStart, oldCount, newStart, newCount, section, lines };
}

/** "\ No newline at end of file" (in git's language, hence only the sign) is about the line above. */
function endFile({ lines }: OpenHunk): void {
  const last = lines.pop();
  if (last !== undefined) lines.push({ ...last, endsWithoutNewline: true });
}
