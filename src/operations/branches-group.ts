import type { Operation } from '../core/operation.ts';
import { list } from './branches/list.ts';
import { prune } from './branches/prune.ts';
import { restore } from './branches/restore.ts';

/** Whole jobs on branches. */
export const branchesGroup: readonly Operation[] = [list, prune, restore];
