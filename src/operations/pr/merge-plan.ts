import { type MergeOptions, mergePullRequest } from '../../core/bitbucket/merge-pull-request.ts';
import {
  type PullRequest,
  type PullRequestName,
  readPullRequest,
} from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { done } from './done.ts';
import { type ChosenStrategy, chosenStrategy, refusedMerge, warningsOf } from './merge-facts.ts';
import { safe, shortLines } from './short-lines.ts';
import { readView } from './view-parts.ts';
import { notOpen } from './when-open.ts';

/** How somebody wants a pull request merged. */
export interface MergeWish extends MergeOptions {
  /** The hash that the source has to be at, or its beginning. */
  readonly commit: string | undefined;
}

/**
 * Plans a merge: reads what is in its way, and how the destination wants it.
 * @throws BbxError BAD_REQUEST for one that is declined or a draft, or a strategy that is not
 *   allowed; CONFLICT when the source is not at the wished commit
 */
export async function planMerge(
  context: Context,
  name: PullRequestName,
  wish: MergeWish,
): Promise<Planned> {
  const view = await readView(context, name);
  const { pr } = view;
  if (pr.state === 'MERGED') {
    const already = mergedAnswer(pr, 'is merged already');
    return { preview: already, perform: async () => already };
  }
  checkMergeable(pr, wish.commit);
  const chosen = await chosenStrategy(context, name, view, wish.strategy);
  const warnings = warningsOf(view);
  const closes = wish.closeSourceBranch ?? pr.closeSourceBranch;
  const { id, title, source, destination } = pr;
  const data = {
    ...{ dry_run: true, action: 'merge', pull_request: id, title },
    ...{ source: source.branch, destination: destination.branch, commit: source.commit },
    ...{ strategy: chosen.strategy, message: wish.message, close_source_branch: closes, warnings },
  };
  return {
    preview: {
      kind: 'data',
      data,
      text: async () =>
        [
          ...shortLines(pr),
          `    ${howText(chosen)}${closes ? '; the source branch is deleted' : ''}`,
          ...warnings.map((warning) => safe(`    ! ${warning}`)),
        ].join('\n'),
    },
    question: `Merge pull request ${id} into ${destination.branch}?`,
    perform: async () => {
      await checkUnmoved(context, name, pr);
      const after = await sent(context, name, pr, { ...wish, strategy: chosen.strategy });
      return mergedAnswer(after, `is merged into ${destination.branch} (${howText(chosen)})`);
    },
  };
}

const howText = ({ strategy, asked }: ChosenStrategy): string =>
  strategy === undefined
    ? "by the branch's own strategy"
    : `${strategy}${asked ? '' : ", the branch's default"}`;

function checkMergeable(pr: PullRequest, commit: string | undefined): void {
  if (pr.state !== 'OPEN') throw notOpen(pr, 'merged');
  if (pr.draft) {
    throw new BbxError('BAD_REQUEST', `Pull request ${pr.id} is a draft: it cannot be merged.`, {
      hint: `bbx pr ready ${pr.id} ends that. Nothing was sent.`,
    });
  }
  const at = pr.source.commit;
  if (commit === undefined || (at !== undefined && isSame(at, commit))) return;
  throw new BbxError('CONFLICT', `The source is at ${at ?? 'no commit'}, and not at ${commit}.`, {
    hint: 'Look at what came since, then name the new commit. Nothing was sent.',
  });
}

/** Hashes come in 12 and in 40 characters, and people shorten them further. */
const isSame = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

/** What was shown is what is merged: the merge itself cannot be pinned to a commit. */
async function checkUnmoved(
  context: Context,
  name: PullRequestName,
  shown: PullRequest,
): Promise<void> {
  const now = await readPullRequest(context, name);
  const moved =
    now.source.commit !== shown.source.commit
      ? `its source moved from ${shown.source.commit} to ${now.source.commit}`
      : now.destination.branch !== shown.destination.branch
        ? `its destination is ${now.destination.branch} now`
        : now.state === 'OPEN'
          ? undefined
          : `it is ${now.state.toLowerCase()} by now`;
  if (moved === undefined) return;
  throw new BbxError('CONFLICT', `Pull request ${name.id} was not merged: ${moved}.`, {
    hint: 'Look at it again. Nothing was sent.',
  });
}

async function sent(
  context: Context,
  name: PullRequestName,
  shown: PullRequest,
  options: MergeOptions,
): Promise<PullRequest> {
  try {
    return await mergePullRequest(context, name, options);
  } catch (error) {
    const refused =
      error instanceof BbxError && (error.code === 'CONFLICT' || error.code === 'BAD_REQUEST');
    if (!refused) throw error;
    const now = await readPullRequest(context, name);
    if (now.state === 'MERGED') {
      context.note('Somebody else has merged it meanwhile.');
      return now;
    }
    throw error.code === 'CONFLICT'
      ? movedError(shown, now, error)
      : await refusedMerge(context, name, error);
  }
}

/** 409: a branch moved while Bitbucket was merging. It is told how things stand, and not repeated. */
function movedError(shown: PullRequest, now: PullRequest, error: BbxError): BbxError {
  const moves = (['source', 'destination'] as const)
    .filter((side) => now[side].commit !== shown[side].commit)
    .map((side) => `${now[side].branch} is at ${now[side].commit} now`);
  const said = moves.length > 0 ? moves.join(', ') : 'a branch moved meanwhile';
  return new BbxError('CONFLICT', `Pull request ${now.id} is not merged: ${said}.`, {
    hint: 'Look at it again, then repeat it.',
    status: error.status,
    server: error.server,
    cause: error,
  });
}

function mergedAnswer({ id, title, state, mergeCommit, url }: PullRequest, said: string) {
  const as = mergeCommit === undefined ? '' : ` as ${mergeCommit}`;
  return done(`Pull request ${id}, "${title}", ${said}${as}.`, {
    ...{ id, state, commit: mergeCommit, url },
  });
}
