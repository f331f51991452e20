import type { Signs } from './signs.ts';

/** How a piece of text looks, in Ink's words. */
export interface Style {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
  readonly italic?: boolean;
}

/** A piece of a row: text that is safe for a terminal, without tabs and line ends. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** A row of the screen; `fill` is how the rest of it looks. */
export interface Row {
  readonly spans: readonly Span[];
  readonly fill?: Style | undefined;
}

/** The looks of everything, and the signs that the terminal can show. */
export interface Theme {
  readonly bar: Style;
  readonly file: Style;
  readonly hunk: Style;
  readonly dim: Style;
  readonly strong: Style;
  readonly cursor: Style;
  readonly added: Style;
  readonly removed: Style;
  readonly addedSign: Style;
  readonly removedSign: Style;
  readonly addedWord: Style;
  readonly removedWord: Style;
  readonly waiting: Style;
  readonly done: Style;
  readonly draft: Style;
  readonly problem: Style;
  /** By the classes of highlight.js. */
  readonly syntax: Readonly<Record<string, Style>>;
  readonly signs: Signs;
}
