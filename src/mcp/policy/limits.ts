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

/** Something that is in force, for a refusal that no single rule is the reason of; undefined where nothing is. */
export const anyOrigin = (limits: Limits): string | undefined => {
  const { readOnly, noMerge, noDelete, denies, pins, allows } = limits;
  const lists = [denies[0], pins[0], allows[0]].map((one) => one?.origin);
  return [readOnly, noMerge, noDelete, ...lists].find((origin) => origin !== undefined);
};
