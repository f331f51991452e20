import { ID, REPO } from './arguments.ts';
import type { Prompt, Tools } from './prompt.ts';
import { named, steps, TRUST, wayOf } from './steps.ts';

/** The review of a pull request, its text shown before others see it. */
export const reviewPullRequest: Prompt = {
  name: 'review_pull_request',
  title: 'Review a pull request',
  description: 'Reads the change and what was said on it; shows the findings before posting them',
  arguments: [
    REPO,
    ID,
    {
      name: 'focus',
      title: 'Focus',
      description: 'What to look at most, such as auth or error handling',
      required: false,
      kind: 'words',
    },
  ],
  needs: [
    ['bb_pr_diff', 'bb_get'],
    ['bb_pr_view', 'bb_get'],
  ],
  text: ({ repo = '', id = '', focus }, tools) =>
    `Review pull request ${id} of ${repo} on Bitbucket.\n${steps([
      reading(repo, id, tools),
      `Judge the change: is it correct, are errors handled, is it safe, is it tested?${focus ? ` Look most of all at: ${focus}.` : ''}`,
      'Show me your findings, the worst first: file, line, what is wrong, what to do instead. If there are none, say so.',
      posting(repo, id, tools),
    ])}\n${TRUST}`,
};

function reading(repo: string, id: string, tools: Tools): string | undefined {
  const at = `/repositories/${repo}/pullrequests/${id}`;
  return wayOf(tools, {
    bb_pr_view: `Read it with ${named(repo, id)}: bb_pr_view, then bb_pr_diff (first with stat where it is large) and bb_pr_threads. Do not repeat what is said there.`,
    bb_get: `Read it: bb_get ${at}, and its /diffstat, /diff (of a long one, read on as the answer says) and /comments. Do not repeat what is said there.`,
  });
}

function posting(repo: string, id: string, tools: Tools): string {
  const at = `/repositories/${repo}/pullrequests/${id}/comments`;
  const way = wayOf(tools, {
    bb_pr_review:
      'post them with one bb_pr_review: findings on their lines, a short body, no verdict',
    bb_pr_comment: 'post them as one comment with bb_pr_comment',
    bb_post: `post them as one comment: bb_post ${at} with body {"content": {"raw": TEXT}}`,
  });
  return way
    ? `Others will read it: show me the exact text first, and ${way} only after my yes. Do not approve or merge.`
    : 'Nothing can be posted from here: give me the text to post.';
}
