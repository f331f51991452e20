import { durationWords } from './prune-answer.ts';
import type { PrunePlan } from './prune-plan.ts';

/** What a prune comes to without the names: how many go and stay, how long it takes, what is not known. */
export function summaryText(plan: PrunePlan): string {
  const { goes, stays, outside, unseen } = plan;
  const groups = [...outside].map(([why, count]) => `${count} ${why}`);
  const parts = [
    `${goes.length} would go and ${stays.length} that fit would stay.`,
    groups.length > 0 && `Not meant: ${groups.join(', ')}.`,
    durationWords(plan),
    unseen,
  ];
  return parts.filter(Boolean).join('\n');
}
