/** What an argument has to be, and what it is completed from. */
export type ArgumentKind =
  | 'repository'
  | 'repositories'
  | 'pull-request'
  | 'file'
  | 'ref'
  | 'age'
  | 'words';

/** An argument of a prompt, as clients ask a person for it. */
export interface PromptArgument {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly kind: ArgumentKind;
}

/** Checked arguments by name; one that was left away is absent. */
export type Given = Readonly<Record<string, string | undefined>>;

/** The names of the tools that are served. */
export type Tools = ReadonlySet<string>;

/** A job that a person starts by name, and a model does with the tools that are served. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /** Sets of tools, from each of which at least one has to be served. */
  readonly needs: readonly (readonly string[])[];
  /** Says what to do, and names only served tools. */
  readonly text: (given: Given, tools: Tools) => string;
}
