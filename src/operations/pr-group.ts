import type { Operation } from '../core/operation.ts';

/** Whole jobs on pull requests. */
export const prGroup: readonly Operation[] = [];
