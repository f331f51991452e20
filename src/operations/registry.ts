import { BbxError } from '../core/errors.ts';
import type { Operation } from '../core/operation.ts';

/**
 * The operations that agents can get, by group and in the order of their list. An operator names
 * the groups (bbx mcp --tools api,pr); each tool costs tokens in every conversation.
 */
const GROUPS: Readonly<Record<string, () => Promise<readonly Operation[]>>> = {
  api: async () => (await import('./api-group.ts')).apiGroup,
  pr: async () => (await import('./pr-group.ts')).prGroup,
  branches: async () => (await import('./branches-group.ts')).branchesGroup,
};

/** What a server has unless it is told. */
export const DEFAULT_GROUPS: readonly string[] = ['api'];

/** The names of all groups. */
export const GROUP_NAMES: readonly string[] = Object.keys(GROUPS);

/**
 * The operations of some groups, in the groups' own order and each once.
 * @throws BbxError USAGE for a group that there is not
 */
export async function operationsOf(names: readonly string[]): Promise<readonly Operation[]> {
  const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name));
  if (unknown.length > 0 || names.length === 0) {
    const said =
      unknown.length > 0
        ? `There is no group of tools called ${unknown.join(', ')}.`
        : 'No group of tools is named.';
    throw new BbxError('USAGE', said, { hint: `There are ${GROUP_NAMES.join(', ')}.` });
  }
  const chosen = GROUP_NAMES.filter((name) => names.includes(name));
  return (await Promise.all(chosen.map(async (name) => (await GROUPS[name]?.()) ?? []))).flat();
}
