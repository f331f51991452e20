import type { DiffFileRange } from './diff-files.ts';
import type { Rows } from './rows-of.ts';
import type { StoredText } from './stored-text.ts';

/** An answer in full, as a model would read it if it were short. */
export interface WholeAnswer {
  readonly text: StoredText;
  /** What is to be said of all of it. */
  readonly remarks: readonly string[];
  /** Whether others wrote what it holds. */
  readonly byOthers: boolean;
  /** The files, where it is a diff. */
  readonly files?: readonly DiffFileRange[] | undefined;
  /** The rows, where it is a list. */
  readonly rows?: Rows | undefined;
}
