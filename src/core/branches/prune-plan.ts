import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';

/** What becomes of a branch, and why. */
export interface Fate {
  readonly name: string;
  /** Of the tip, 40 digits. */
  readonly hash: string;
  readonly why: string;
  /** Of the tip, in milliseconds since 1970; undefined where a plan file does not tell. */
  readonly date?: number | undefined;
  readonly author?: string | undefined;
}

/** What a prune is to do. */
export interface PrunePlan {
  readonly facts: RepositoryFacts;
  /** What protects and cannot be seen, in words. */
  readonly unseen: string | undefined;
  /** Requests that making it took, and that a look at what saves branches takes. */
  readonly requests: { readonly plan: number; readonly look: number };
  /** The digest of the file that it comes from. */
  readonly file?: string | undefined;
  /** Oldest first. */
  readonly goes: readonly Fate[];
  /** Named by the criteria, and saved by something. */
  readonly stays: readonly Fate[];
  /** How many the criteria do not name, by the reason: "younger than 90 days". */
  readonly outside: ReadonlyMap<string, number>;
  /** Whether somebody asked for all branches, one by one. */
  readonly listsAll?: boolean | undefined;
  /** The same one by one, where somebody asked for that. */
  readonly others: readonly Fate[];
}
