import { REPO } from './arguments.ts';
import type { Prompt } from './prompt.ts';
import { steps, TRUST, wayOf } from './steps.ts';

/** Old branches without an open pull request, deleted after a yes. */
export const pruneBranches: Prompt = {
  name: 'prune_branches',
  title: 'Prune old branches',
  description: 'Finds branches that nobody needs any more, and deletes them after your yes',
  arguments: [
    REPO,
    {
      name: 'older_than',
      title: 'Older than',
      description: 'Age of the last commit: 90d, 12w, 6m or 1y (default: 90d)',
      required: false,
      kind: 'age',
    },
  ],
  needs: [['bb_branches_prune', 'bb_branches_list', 'bb_get']],
  text: ({ repo = '', older_than: age = '90d' }, tools) => {
    const at = `/repositories/${repo}`;
    const prune = wayOf(tools, {
      bb_branches_prune: steps([
        `Call bb_branches_prune {"repo": "${repo}", "olderThan": "${age}"}. Its first answer only shows what would be deleted, and keeps what is protected or in an open pull request.`,
        'Show me the list, and leave out (except) what I name.',
        'Only after my yes, call it again as its answer says. Tell me what was deleted; bb_branches_restore brings back what I miss.',
      ]),
      bb_branches_list: steps([
        `List them with bb_branches_list {"repo": "${repo}", "stale": "${age}", "all": true}.`,
        'Show me those without an open pull request that are not protected. They cannot be deleted from here.',
      ]),
    });
    const list = prune ?? byHand(at, age, tools.has('bb_delete'));
    return `Find branches of ${repo} on Bitbucket whose last commit is older than ${age} and that have no open pull request.\n${list}\n${TRUST}`;
  },
};

const byHand = (at: string, age: string, deletes: boolean) =>
  steps([
    `List branches, the oldest first: bb_get ${at}/refs/branches with queryParams {"sort": "target.date", "pagelen": 100}, all: true and jq values[].{name: name, date: target.date, hash: target.hash, author: target.author.raw}. Keep those with a last commit more than ${age} ago.`,
    `Leave out sources and destinations of open pull requests (bb_get ${at}/pullrequests with queryParams {"pagelen": 50}, all: true and jq values[].[source.branch.name, destination.branch.name]), the main branch, and what ${at}/effective-branching-model names as development, production, or by a prefix release/ or hotfix/.`,
    'Show me the list: name, age, author.',
    deletes
      ? `Only after my yes, delete one by one: read ${at}/refs/branches/{name} again, and if its hash is still the same, bb_delete ${at}/refs/branches/{name} (the name percent-encoded). Give me the names and hashes that you deleted.`
      : 'Nothing can be deleted from here: the list is what I want.',
  ]);
