import * as z from 'zod/mini';
import { MERGE_STRATEGIES } from '../../core/bitbucket/merge-strategies.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { BRANCHES, PULL_REQUEST } from '../used-paths.ts';
import { onlyOne } from './combinations.ts';
import { pullRequestFields } from './fields.ts';
import { planMerge } from './merge-plan.ts';
import { textGiven } from './text-given.ts';

const chosen = (words: string) => z.optional(z.boolean()).check(z.describe(words));

const input = z.strictObject({
  ...pullRequestFields,
  strategy: z
    .optional(z.enum(MERGE_STRATEGIES))
    .check(z.describe("Default: the destination branch's")),
  squash: chosen('The strategy squash'),
  merge: chosen('The strategy merge_commit'),
  rebase: chosen('The strategy rebase_fast_forward'),
  message: z.optional(z.string()).check(z.describe('Commit message')),
  messageFile: z.optional(z.string()).check(z.describe('A file with it; - for stdin')),
  closeSourceBranch: chosen('Delete the source branch too'),
  keepSourceBranch: chosen('Keep it; without either, as the pull request says'),
  commit: z.optional(z.string()).check(z.describe('Only if the source is still at this hash')),
});

/** Merges a pull request, and stays with it until it is merged. */
export const merge = defineOperation({
  name: 'pr merge',
  summary: 'Merge a pull request, and wait until it is merged',
  description: 'Merges a pull request, once the user agrees to what is shown.',
  examples: [
    'pr merge 42',
    'pr merge 42 --strategy squash --close-source-branch --yes',
    'pr merge 42 --commit 1a2b3c4d5e6f --message-file - --yes',
  ],
  effect: 'destructive',
  idempotent: true,
  input,
  uses: [
    `GET ${PULL_REQUEST}`,
    `POST ${PULL_REQUEST}/merge`,
    { endpoint: `DELETE ${BRANCHES}/{name}`, unlessFalse: 'closeSourceBranch' },
  ],
  positional: ['pr'],
  short: { repo: 'R', closeSourceBranch: 'd' },
  // An agent confirms by a digest, which holds the commit.
  terminalOnly: ['squash', 'merge', 'rebase', 'messageFile', 'keepSourceBranch', 'commit'],
  plan: async (given, context) => {
    const { strategy, squash, merge: commits, rebase, messageFile, commit } = given;
    const { closeSourceBranch, keepSourceBranch } = given;
    onlyOne({ strategy, squash, merge: commits, rebase });
    onlyOne({ closeSourceBranch, keepSourceBranch });
    onlyOne({ message: given.message, messageFile });
    const short = squash ? 'squash' : commits ? 'merge_commit' : rebase && 'rebase_fast_forward';
    const message = await textGiven(
      { text: given.message, file: messageFile, name: 'message' },
      context,
    );
    return await planMerge(context, await pullRequestName(given.pr, context), {
      strategy: strategy ?? (short || undefined),
      message: bounded(message),
      closeSourceBranch: keepSourceBranch ? false : closeSourceBranch,
      commit: commit === undefined ? undefined : hashIn(commit),
    });
  },
});

/** Bytes that Bitbucket takes (schema pullrequest_merge_parameters). */
const LONGEST_MESSAGE = 128 * 1024;

function bounded(message: string | undefined): string | undefined {
  if (message === undefined || Buffer.byteLength(message) <= LONGEST_MESSAGE) return message;
  throw new BbxError('USAGE', 'The message is longer than 128 KiB.', { hint: 'Shorten it.' });
}

function hashIn(text: string): string {
  if (/^[0-9a-f]{7,40}$/i.test(text)) return text.toLowerCase();
  throw new BbxError('USAGE', `This is no commit hash: ${JSON.stringify(text.slice(0, 60))}.`, {
    hint: 'Give 7 to 40 hexadecimal digits, as git rev-parse HEAD prints them.',
  });
}
