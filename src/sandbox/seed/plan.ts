import type { PullRequestState } from '../world.ts';
import type { Files } from './history.ts';

/** A pull request of the seed, with the commits of its branch. */
export interface PlannedPull {
  readonly id: number;
  readonly state: PullRequestState;
  readonly title: string;
  readonly description: string;
  readonly branch: string;
  readonly destination: string;
  /** Members by their place in the list. */
  readonly author: number;
  readonly reviewers: readonly number[];
  readonly approvedBy: readonly number[];
  /** Days since it was opened. */
  readonly age: number;
  readonly commits: readonly { readonly message: string; readonly files: Files }[];
  readonly draft: boolean;
  /** The branch of a merged pull request is there no more unless this is set. */
  readonly keepsBranch: boolean;
}

/** A branch without a pull request. */
export interface PlannedBranch {
  readonly name: string;
  readonly age: number;
  /** Its commits are in the main branch already. */
  readonly merged: boolean;
  readonly author: number | 'gone';
  readonly files: Files;
  readonly message: string;
}

/** What a repository of the seed holds. */
export interface Plan {
  readonly slug: string;
  readonly description: string;
  readonly language: string;
  readonly age: number;
  /** Commits on the main branch, oldest first; the first one is the root. */
  readonly main: readonly {
    readonly age: number;
    readonly author: number | 'gone';
    readonly message: string;
    readonly files: Files;
    /** Path to commit. */
    readonly submodules?: Readonly<Record<string, string>>;
  }[];
  readonly branches: readonly PlannedBranch[];
  readonly pulls: readonly PlannedPull[];
  /** Tag names with the age at which the main branch was tagged. */
  readonly tags: Readonly<Record<string, number>>;
}
