import type { BbxError } from './errors.ts';

/** What came back first: the head of an HTTP answer. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
}

/** The screen that a text is made for. */
export interface Screen {
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
  /** Milliseconds since 1970, for "3 days ago". */
  readonly now: number;
}

/** How much of a list an answer holds. */
export interface Page {
  readonly shown: number;
  /** How many there are in all, where the server says so. */
  readonly size?: number | undefined;
  /** Whether there is more. */
  readonly partial: boolean;
  /** The address of what follows, where it begins with a page. */
  readonly next?: string | undefined;
  /** The rest comes with a larger limit, and not by pages. */
  readonly byLimit?: boolean | undefined;
}

/** Less data, and the names of what is not in it. */
export interface Brief {
  readonly data: unknown;
  readonly omitted: readonly string[];
  /** All that planned work would do is in it, so that somebody can agree to that. */
  readonly tellsAll?: boolean | undefined;
}

/** JSON data; a list answer keeps Bitbucket's envelope `{values, next, …}`. */
export interface DataAnswer {
  readonly kind: 'data';
  readonly data: unknown;
  readonly page?: Page | undefined;
  readonly head?: Head | undefined;
  /** The same as the server wrote it, where it is one answer of the server. */
  readonly received?: Uint8Array | undefined;
  /** What a person reads in place of a table; safe for a terminal. */
  readonly text?: ((screen: Screen) => Promise<string>) | undefined;
  /** A line each for a program that names no format, and for -o raw: what xargs takes. */
  readonly lines?: readonly string[] | undefined;
  /** The dotted names of a table's columns, where bbx would choose worse ones. */
  readonly columns?: readonly string[] | undefined;
  /** The same for a model that asks for no more. */
  readonly brief?: Brief | undefined;
  /** What went wrong in part: the answer is given all the same, then this and its exit code. */
  readonly problem?: BbxError | undefined;
}

/** Bytes that nobody re-encodes: a diff, a file, an archive. */
export interface BytesAnswer {
  readonly kind: 'bytes';
  readonly body: AsyncIterable<Uint8Array>;
  /** As the server named it, "" when it did not. */
  readonly contentType: string;
  /** In bytes, where known. */
  readonly size?: number | undefined;
  readonly head?: Head | undefined;
  /** What a person reads in place of the bytes; safe for a terminal. It reads them: one or the other. */
  readonly text?: ((screen: Screen) => Promise<string>) | undefined;
}

/** Success without a body: a sentence for people, and the same as data for programs. */
export interface DoneAnswer {
  readonly kind: 'done';
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly head?: Head | undefined;
}

/** What every operation returns. */
export type Answer = DataAnswer | BytesAnswer | DoneAnswer;
