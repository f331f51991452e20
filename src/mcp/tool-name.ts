import type { Operation } from '../core/operation.ts';

/** What agents call an operation: "branches prune" is bb_branches_prune. */
export const toolName = ({ name, tool }: Pick<Operation, 'name' | 'tool'>): string =>
  tool ?? `bb_${name.replaceAll(' ', '_')}`;
