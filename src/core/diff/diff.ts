/** One line of a hunk. */
export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Its number in the old file, from 1; undefined for an added line. */
  readonly old: number | undefined;
  /** Its number in the new file, from 1; undefined for a removed line. */
  readonly new: number | undefined;
  /** All that follows the sign, without the line feed; a carriage return stays. Not safe for a terminal. */
  readonly text: string;
  /** The file ends here, and without a line feed. */
  readonly endsWithoutNewline?: true;
}

/** A run of lines around a change. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What git says after the second @@: the function around, "" when it says nothing. */
  readonly section: string;
  readonly lines: readonly DiffLine[];
}

/** What became of a file. */
export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'copied';

/** One file of a diff. */
export interface DiffFile {
  /** Where it is now, or where it was when it is removed. Bitbucket's inline.path takes this one. */
  readonly path: string;
  /** Where it was, when that differs (renamed, copied). */
  readonly oldPath: string | undefined;
  readonly status: FileStatus;
  /** Git shows no lines of it. */
  readonly binary: boolean;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly Hunk[];
}
