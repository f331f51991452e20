import type { Prompt, Tools } from './prompt.ts';
import { steps, TRUST, wayOf } from './steps.ts';

/** Open pull requests of several repositories, by author. */
export const standupDigest: Prompt = {
  name: 'standup_digest',
  title: 'Standup digest',
  description: 'Open pull requests of some repositories by author, with what has waited too long',
  arguments: [
    {
      name: 'repos',
      title: 'Repositories',
      description: 'WORKSPACE/REPO, several with commas between',
      required: true,
      kind: 'repositories',
    },
  ],
  needs: [['bb_pr_list', 'bb_get']],
  text: ({ repos = '' }, tools) =>
    `Give me a digest of the open pull requests of ${repos.split(',').join(', ')} on Bitbucket.\n${steps(
      [
        reading(repos.split(','), tools),
        'Group them by author. One line each: number, title, how old, and what it waits for. Flag what is open for more than five days, and what has no reviewers.',
        'If a list is partial, say so.',
      ],
    )}\n${TRUST}`,
};

function reading(repos: readonly string[], tools: Tools): string | undefined {
  const lists = repos.map((repo) => `/repositories/${repo}/pullrequests`);
  return wayOf(tools, {
    bb_pr_list: `Read them with one bb_pr_list {"repo": ${JSON.stringify(repos)}, "limit": 50}.`,
    bb_get: `Read with bb_get ${lists.join(', ')}, each with queryParams {"state": "OPEN", "pagelen": 50, "fields": "+values.reviewers,+values.participants"} and jq values[].{id: id, title: title, author: author.display_name, created: created_on, reviewers: reviewers[].display_name, approved: participants[?approved].user.display_name}.`,
  });
}
