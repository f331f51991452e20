import type { Entry } from './client.ts';

/** A change of a text: what it has from `at` on, `length` characters long, becomes `text`. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Where a server stands in a file. */
export interface Spot {
  readonly section: string;
  readonly name: string;
}

/**
 * Changes one server in a text, and nothing else: every byte outside its edits stays. Who calls it
 * reads the changed text again, so an editor may leave aside what hardly anybody writes.
 */
export interface Editor {
  /**
   * What the text says; undefined where it says nothing.
   * @throws Mistake when it is broken
   */
  readonly read: (text: string) => unknown;
  /** Adds a server that is not there; the edits only insert. The section may be absent. */
  readonly add: (text: string, spot: Spot, entry: Entry) => readonly Edit[];
  /** Gives some fields of a server that is there other values. */
  readonly set: (text: string, spot: Spot, fields: Entry) => readonly Edit[];
  /** Takes a server out, and with `whole` the section too where nothing else is in it. */
  readonly remove: (text: string, spot: Spot, whole: boolean) => readonly Edit[];
}

/** Where a text is broken; the parser's own words may quote a secret, and are left out. */
export class Mistake extends Error {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number) {
    super(`at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/** The text with its changes; those at one place come in the order in which they are given. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.at - b.at)) {
    result += text.slice(at, edit.at) + edit.text;
    at = edit.at + edit.length;
  }
  return result + text.slice(at);
}

/** The line end that a text has, or the usual one. */
export const lineEnd = (text: string): string =>
  /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';

/** The mistake at a place of a text. */
export function mistakeAt(text: string, at: number): Mistake {
  const before = text.slice(0, at).split('\n');
  return new Mistake(before.length, (before.at(-1)?.length ?? 0) + 1);
}

/** The end of the line that a place is in, without its line end. */
export function endOfLine(text: string, at: number): number {
  const found = /\r?\n/.exec(text.slice(at));
  return found ? at + found.index : text.length;
}

/** The begin of the line that a place is in. */
export const startOfLine = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** Where the line before ends, so that a line is taken out with the line end before it. */
export function endOfLineBefore(text: string, at: number): number {
  const start = startOfLine(text, at);
  return text.slice(0, start).replace(/\r?\n$/, '').length;
}
