import { currentUser } from '../bitbucket/current-user.ts';
import type { Person } from '../bitbucket/person.ts';
import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../bitbucket/pull-request.ts';
import { readPullRequestDiff } from '../bitbucket/pull-request-diff.ts';
import { readThreads, type Thread } from '../bitbucket/threads.ts';
import { verdictOf } from '../bitbucket/verdict.ts';
import type { Context } from '../context.ts';
import type { DiffFile } from '../diff/diff.ts';
import { BbxError } from '../errors.ts';
import { commentText } from './comment-text.ts';
import type { ReviewDesk, ReviewedPull, ReviewThread } from './desk.ts';
import type { Draft } from './draft.ts';
import { sendDrafts } from './send-drafts.ts';

/**
 * Reads all that a review needs: the pull request, its diff and its threads.
 * @throws BbxError as `call`, UNAVAILABLE for a diff that is cut
 */
export async function readDesk(context: Context, name: PullRequestName): Promise<ReviewDesk> {
  context.progress({ label: 'Reading the pull request and its diff' });
  const [pull, me, threads, files] = await Promise.all([
    readPullRequest(context, name),
    currentUser(context),
    readThreads(context, name),
    diffOf(context, name),
  ]);
  return {
    pull: reviewed(name, pull, me),
    me: me?.uuid,
    files,
    threads: threads.map((thread) => asReviewThread(thread, me)),
    readThreads: async () =>
      (await readThreads(context, name)).map((thread) => asReviewThread(thread, me)),
    wording,
    send: async (review, onResult, signal) =>
      await sendDrafts({ context, name, commit: pull.source.commit, me }, review, {
        wording,
        onResult,
        signal,
      }),
  };
}

/** Without its branches or their commits there is no diff any more; threads and verdict remain. */
async function diffOf(context: Context, name: PullRequestName): Promise<readonly DiffFile[]> {
  try {
    return await readPullRequestDiff(context, name);
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

const wording = (draft: Draft): string => (draft.kind === 'resolve' ? '' : commentText(draft));

function reviewed(
  { workspace, repo }: PullRequestName,
  pull: PullRequest,
  me: Person | undefined,
): ReviewedPull {
  const standing = me && verdictOf(pull, me.uuid);
  return {
    repository: `${workspace}/${repo}`,
    id: pull.id,
    title: pull.title,
    description: pull.description,
    author: pull.author.name,
    source: pull.source.branch,
    destination: pull.destination.branch,
    sourceCommit: pull.source.commit ?? '',
    url: pull.url,
    state: pull.state.toLowerCase(),
    verdict: standing === 'none' ? undefined : standing,
  };
}

function asReviewThread(
  { id, place, outdated, resolvedBy, comments }: Thread,
  me: Person | undefined,
): ReviewThread {
  return {
    id,
    path: place?.path,
    side: place?.side ?? 'new',
    line: place?.line,
    startLine: place?.startLine,
    resolved: resolvedBy !== undefined,
    outdated,
    comments: comments.map((comment) => ({
      id: comment.id,
      author: comment.author.name,
      text: comment.text,
      when: comment.createdOn,
      mine: me !== undefined && comment.author.uuid === me.uuid,
    })),
  };
}
