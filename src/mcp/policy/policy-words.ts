import type { Limits, Pin } from './limits.ts';

/** More pins than this are too many words. */
const MOST = 6;

/** What a model is told of the policy before it tries, in few tokens; undefined where there is none. */
export function policyWords(limits: Limits): string | undefined {
  const { readOnly, noMerge, noDelete, allows, denies } = limits;
  const words = [
    readOnly !== undefined && 'reading only',
    ...new Set(limits.pins.map(({ value }) => pinWords(value))),
    noMerge !== undefined && 'no merging',
    noDelete !== undefined && 'no deleting',
    (allows.length > 0 || denies.length > 0) && 'only some paths',
  ].filter((word) => word !== false);
  if (words.length === 0) return undefined;
  return `The operator permits: ${words.join('; ')}. A refusal (POLICY) is final: tell the user.`;
}

function pinWords(pins: readonly Pin[]): string {
  const all = pins.map(({ workspace, repo }) => (repo ? `${workspace}/${repo}` : workspace));
  const names = [...new Set(all)];
  return `only ${names.slice(0, MOST).join(', ')}${names.length > MOST ? ' and others' : ''}`;
}
