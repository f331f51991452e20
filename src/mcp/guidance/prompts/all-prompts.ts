import { checksBeforeMerge } from './checks-before-merge.ts';
import { explainFile } from './explain-file.ts';
import type { Prompt, Tools } from './prompt.ts';
import { pruneBranches } from './prune-branches.ts';
import { reviewPullRequest } from './review-pull-request.ts';
import { standupDigest } from './standup-digest.ts';

const ALL: readonly Prompt[] = [
  reviewPullRequest,
  checksBeforeMerge,
  explainFile,
  standupDigest,
  pruneBranches,
];

/** The prompts that the served tools suffice for. */
export const promptsFor = (tools: Tools): readonly Prompt[] =>
  ALL.filter(({ needs }) => needs.every((some) => some.some((tool) => tools.has(tool))));
