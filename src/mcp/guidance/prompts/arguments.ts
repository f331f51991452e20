import type { PromptArgument } from './prompt.ts';

/** Arguments that several prompts have. */
export const REPO: PromptArgument = {
  name: 'repo',
  title: 'Repository',
  description: 'WORKSPACE/REPO',
  required: true,
  kind: 'repository',
};

export const ID: PromptArgument = {
  name: 'id',
  title: 'Pull request',
  description: 'Its number',
  required: true,
  kind: 'pull-request',
};
