import type { Answer } from '../../core/answer.ts';
import { currentUser } from '../../core/bitbucket/current-user.ts';
import { lastPush } from '../../core/bitbucket/last-push.ts';
import { type PullRequestName, readPullRequest } from '../../core/bitbucket/pull-request.ts';
import { readPullRequestDiff } from '../../core/bitbucket/pull-request-diff.ts';
import { readThreads, type Thread } from '../../core/bitbucket/threads.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { DiffIndex } from '../../core/review/diff-index.ts';
import { lastOn, rowsOf, stateOf } from './thread-rows.ts';
import { threadsText } from './threads-text.ts';

/** Which threads are wanted; without any, those that are open on the diff. */
export interface ThreadFilter {
  readonly all: boolean;
  readonly resolved: boolean;
  readonly mine: boolean;
  readonly sincePush: boolean;
  /** How many of them. */
  readonly limit: number;
}

/**
 * Lists threads of a pull request, oldest first, each with its line of code.
 * @throws BbxError USAGE for `mine` where nobody is signed in by name, CONFLICT for `sincePush` where
 *   the source branch is gone, and as reading does
 */
export async function listThreads(
  context: Context,
  name: PullRequestName,
  filter: ThreadFilter,
): Promise<Answer> {
  const threads = await readThreads(context, name);
  const chosen = await wanted(context, name, threads, filter);
  const shown = chosen.slice(0, filter.limit);
  const onLines = shown.some(({ place, outdated }) => place?.line !== undefined && !outdated);
  const rows = rowsOf(shown, onLines ? await diffIfAny(context, name) : undefined);
  noteHidden(context, threads, chosen, filter);
  return {
    kind: 'data',
    data: { values: rows, size: chosen.length },
    page: {
      ...{ shown: rows.length, size: chosen.length },
      ...{ partial: rows.length < chosen.length, byLimit: true },
    },
    text: (screen) => threadsText(rows, screen),
  };
}

async function wanted(
  context: Context,
  name: PullRequestName,
  threads: readonly Thread[],
  { all, resolved, mine, sincePush }: ThreadFilter,
): Promise<readonly Thread[]> {
  const me = mine ? await mySelf(context) : undefined;
  const pushed = sincePush ? await pushOf(context, name) : undefined;
  return threads
    .filter((thread) => all || sincePush || stateOf(thread) !== 'general')
    .filter((thread) => all || (stateOf(thread) === 'resolved') === resolved)
    .filter(({ comments }) => me === undefined || comments[0]?.author.uuid === me)
    .filter((thread) => pushed === undefined || Date.parse(lastOn(thread)) > pushed);
}

async function mySelf(context: Context): Promise<string> {
  const me = await currentUser(context);
  if (me) return me.uuid;
  throw new BbxError('USAGE', 'Nobody is signed in by name, so no thread is yours.', {
    hint: 'An access token belongs to nobody, and an API token needs the scope read:user.',
  });
}

async function pushOf(context: Context, name: PullRequestName): Promise<number> {
  const pushed = await lastPush(context, name, await readPullRequest(context, name));
  if (pushed === undefined) {
    throw new BbxError('CONFLICT', 'The source branch is gone: nobody can tell its last push.', {
      hint: 'List them without that filter.',
    });
  }
  context.note(`The last push was on ${pushed.slice(0, 19)}Z.`);
  return Date.parse(pushed);
}

/** The diff only adds to the threads: without it they are shown all the same. */
async function diffIfAny(context: Context, name: PullRequestName): Promise<DiffIndex | undefined> {
  try {
    return new DiffIndex(await readPullRequestDiff(context, name));
  } catch (error) {
    if (!(error instanceof BbxError) || error.code === 'CANCELLED') throw error;
    context.note(`The code is not shown: ${error.message}`);
    return undefined;
  }
}

function noteHidden(
  context: Context,
  threads: readonly Thread[],
  chosen: readonly Thread[],
  { all, mine, sincePush }: ThreadFilter,
): void {
  if (all || mine || sincePush) return;
  const hidden = threads.filter((thread) => !chosen.includes(thread)).map(stateOf);
  const counts = (['open', 'resolved', 'general'] as const)
    .map((state) => [hidden.filter((one) => one === state).length, state] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${state}`);
  if (counts.length > 0) context.note(`Not shown: ${counts.join(', ')}; all shows them.`);
}
