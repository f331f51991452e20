import type { ConfirmMode } from './policy.ts';
import type { Rule } from './rule.ts';

/** A workspace, or one repository of it, by slugs in lower case. */
export interface Pin {
  readonly workspace: string;
  readonly repo?: string | undefined;
}

/** Something said in one place, with that place for whoever it refuses. */
export interface Said<T> {
  readonly origin: string;
  readonly value: T;
}

/** All that an operator has said, of all places together. Texts are origins of what is switched on. */
export interface Limits {
  readonly readOnly: string | undefined;
  readonly noMerge: string | undefined;
  readonly noDelete: string | undefined;
  readonly denies: readonly Rule[];
  /** Each place's own list: every one has to name what passes. */
  readonly allows: readonly Said<readonly Rule[]>[];
  /** Likewise. */
  readonly pins: readonly Said<readonly Pin[]>[];
  readonly confirm: ConfirmMode;
}
