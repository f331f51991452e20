/** How the parts of a diff are coloured; each takes and gives text. */
export interface DiffPaint {
  /** The line that names a file. */
  readonly file: (text: string) => string;
  /** The line above a hunk. */
  readonly hunk: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
  /** The words that changed within an added line. */
  readonly addedWord: (text: string) => string;
  readonly removedWord: (text: string) => string;
  /** What is said about the diff and does not stand in it. */
  readonly remark: (text: string) => string;
}
