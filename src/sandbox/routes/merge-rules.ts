import { type JsonObject, numberAt, textAt } from '../json.ts';
import type { PullRequest } from '../world.ts';

type Rule = (pr: PullRequest, value: number) => boolean;

/** What the kinds of branch restrictions ask of a pull request; the others are no matter of merging. */
const RULES: Readonly<Record<string, readonly [words: string, met: Rule]>> = {
  require_tasks_to_be_completed: [
    'all tasks have to be completed',
    ({ tasks }) => tasks.every(({ state }) => state === 'RESOLVED'),
  ],
  require_approvals_to_merge: [
    'there are too few approvals',
    ({ participants }, value) => participants.filter(({ approved }) => approved).length >= value,
  ],
  require_no_changes_requested: [
    'changes are requested',
    ({ participants }) => participants.every(({ state }) => state !== 'changes_requested'),
  ],
};

/** The restrictions of the destination branch that a pull request does not meet, in words. */
export function unmetRules(pr: PullRequest): string[] {
  const { repository, branch } = pr.destination;
  return [...repository.restrictions.values()]
    .filter((restriction) => covers(restriction, branch))
    .flatMap((restriction) => {
      const [words, met] = RULES[textAt(restriction, 'kind') ?? ''] ?? [];
      const value = numberAt(restriction, 'value') ?? 1;
      return words === undefined || met === undefined || met(pr, value) ? [] : [words];
    });
}

/** Globs as far as the sandbox needs them: a star stands for any text. */
function covers(restriction: JsonObject, branch: string): boolean {
  const parts = (textAt(restriction, 'pattern') ?? '').split('*');
  const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(branch);
}
