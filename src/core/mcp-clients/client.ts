import type { Place } from './place.ts';

/** How a client is told to start a server: the program, and its arguments. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
}

/** A value as JSON, TOML and YAML all have it. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A server in a client's own words, in the order in which it is written. */
export type Entry = Readonly<Record<string, Value>>;

/** One place where a client keeps the servers of a person. */
export interface UserFile {
  /** The same file under its possible names; the first that is there is used, else the first. */
  readonly paths: readonly string[];
  /** Files or folders of which one is there when the client is installed. */
  readonly signs: readonly string[];
}

/** Whose file it is: one person's, or shared with all who work on a project. */
export type Scope = 'user' | 'project';

/** An MCP client: where it keeps its servers, and how it writes one. */
export interface Client {
  /** What people type. */
  readonly id: string;
  readonly name: string;
  readonly format: 'json' | 'toml' | 'yaml';
  /** The key under which the servers are. */
  readonly section: string;
  /** A server as the client wants it. */
  readonly entry: (start: Start, name: string, scope: Scope) => Entry;
  readonly user: (place: Place) => readonly UserFile[];
  /** The variable by which the client, and so bbx, finds a person's file elsewhere. */
  readonly movedBy?: string;
  /** Paths in a project, with slashes, as `UserFile.paths`; none where the client has no such file. */
  readonly project: readonly string[];
  /** Programs of which one is on PATH when the client is installed. */
  readonly programs: readonly string[];
  /** What it takes until the client has read its file again. */
  readonly next: string;
  /** What a person has to allow before a project's server runs. */
  readonly projectNext?: string;
  /** What to know about the client, a sentence each. */
  readonly facts: readonly string[];
  /** A command of the client's own that shows what it has read. */
  readonly check?: string;
}
