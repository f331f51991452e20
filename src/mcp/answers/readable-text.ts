/** A text of any length of which pieces can be read; places are counted in UTF-16 units. */
export interface ReadableText {
  readonly length: number;
  /** What stands from `start` on, up to but without `end`; less where the text ends before. */
  readonly read: (start: number, end: number) => string;
}
