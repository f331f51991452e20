import { ID, REPO } from './arguments.ts';
import type { Prompt, Tools } from './prompt.ts';
import { named, steps, TRUST, wayOf } from './steps.ts';

/** Whether a pull request can be merged, why not, and the merge after a yes. */
export const checksBeforeMerge: Prompt = {
  name: 'checks_before_merge',
  title: 'Checks before a merge',
  description: 'Looks at builds and approvals, explains what failed, and merges after your yes',
  arguments: [REPO, ID],
  needs: [['bb_pr_view', 'bb_get']],
  text: ({ repo = '', id = '' }, tools) =>
    `Find out whether pull request ${id} of ${repo} on Bitbucket is ready to merge.\n${steps([
      reading(repo, id, tools),
      failing(repo, tools),
      'Tell me: is every check green, who approved, who asked for changes, what is unresolved. Without two approvals, or with anything red or still running, it is not ready: stop there.',
      merging(repo, id, tools),
    ])}\n${TRUST}`,
};

function reading(repo: string, id: string, tools: Tools): string | undefined {
  const at = `/repositories/${repo}/pullrequests/${id}`;
  return wayOf(tools, {
    bb_pr_view: `Read bb_pr_view ${named(repo, id)}: checks, verdicts, open tasks, what blocks merging.`,
    bb_get: `Read bb_get ${at} (participants, source.commit.hash), and its /statuses, /tasks and /comments.`,
  });
}

function failing(repo: string, tools: Tools): string | undefined {
  if (!tools.has('bb_get')) return 'For each failed check, say what it is and where it is shown.';
  const at = `/repositories/${repo}/pipelines`;
  return `If a pipeline failed, find its run in bb_get ${at} (queryParams {"sort": "-created_on"}; target.commit.hash is the source commit), the failed step in ${at}/{uuid}/steps, and the end of ${at}/{uuid}/steps/{uuid}/log (offset: -4000). Sum up the error.`;
}

function merging(repo: string, id: string, tools: Tools): string {
  const at = `/repositories/${repo}/pullrequests/${id}/merge`;
  const way = wayOf(tools, {
    bb_pr_merge: `bb_pr_merge ${named(repo, id)} with strategy squash`,
    bb_post: `bb_post ${at} with body {"merge_strategy": "squash"}`,
  });
  return way
    ? `If it is ready, show me what would be merged into which branch, and only after my yes: ${way}.`
    : 'If it is ready, say so; it cannot be merged from here.';
}
