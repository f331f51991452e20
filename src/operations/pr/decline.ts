import * as z from 'zod/mini';
import { declinePullRequest } from '../../core/bitbucket/decline-pull-request.ts';
import { type PullRequest, readPullRequest } from '../../core/bitbucket/pull-request.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { done } from './done.ts';
import { pullRequestFields } from './fields.ts';
import { shortLines } from './short-lines.ts';
import { notOpen, whenOpen } from './when-open.ts';

/** Declines a pull request, for good. */
export const decline = defineOperation({
  name: 'pr decline',
  summary: 'Decline a pull request, which cannot be undone',
  description:
    'Declines a pull request. On Bitbucket Cloud a declined one cannot be reopened: ask the user first.',
  examples: ['pr decline 42', 'pr decline 42 --message "Done by #57" --yes'],
  effect: 'destructive',
  idempotent: true,
  input: z.strictObject({
    ...pullRequestFields,
    message: z.optional(z.string()).check(z.describe('The reason, shown on its page')),
  }),
  uses: [`GET ${PULL_REQUEST}`, `POST ${PULL_REQUEST}/decline`],
  positional: ['pr'],
  short: { repo: 'R', message: 'm' },
  plan: async ({ pr, message }, context) => {
    const name = await pullRequestName(pr, context);
    const found = await readPullRequest(context, name);
    if (found.state === 'DECLINED') {
      const already = declined(found, 'is declined already');
      return { preview: already, perform: async () => already };
    }
    if (found.state !== 'OPEN') throw notOpen(found, 'declined');
    const { id, title, author, source, destination } = found;
    const what = { pull_request: id, title, author: author.name, source: source.branch };
    return {
      preview: {
        kind: 'data',
        data: {
          dry_run: true,
          action: 'decline',
          ...what,
          destination: destination.branch,
          message,
        },
        text: async () => shortLines(found).join('\n'),
      },
      question: `Decline pull request ${id}, "${title}"? It cannot be reopened.`,
      perform: async () => {
        const after = await whenOpen(context, name, 'declined', () =>
          declinePullRequest(context, name, message),
        );
        return declined(after, 'is declined');
      },
    };
  },
});

const declined = ({ id, title, state, url }: PullRequest, said: string) =>
  done(`Pull request ${id}, "${title}", ${said}.`, { id, state, url });
