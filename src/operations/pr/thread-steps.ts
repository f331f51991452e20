import { postOnce } from '../../core/bitbucket/post-once.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { setResolved, type Thread } from '../../core/bitbucket/threads.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Step } from './each-step.ts';

/** What is to be done with threads, by the id of any comment in them. */
export interface ThreadActions {
  readonly reply: { readonly id: number; readonly text: string } | undefined;
  readonly resolve: readonly number[];
  readonly reopen: readonly number[];
}

/** The steps: the answer first, so that who is told of the resolving finds it there. */
export function threadSteps(
  context: Context,
  name: PullRequestName,
  threads: readonly Thread[],
  { reply, resolve, reopen }: ThreadActions,
): Step[] {
  const find = (id: number) => {
    const found = threads.find(({ comments }) => comments.some((one) => one.id === id));
    if (found) return found;
    throw new BbxError('NOT_FOUND', `Pull request ${name.id} has no comment ${id}.`, {
      hint: `bbx pr threads ${name.id} lists them with their ids. Is it the right repository (-R)?`,
    });
  };
  const settle = (id: number, resolved: boolean): Step => ({
    id,
    action: resolved ? 'resolve' : 'reopen',
    run: async () => {
      const thread = onDiff(find(id), id);
      if ((thread.resolvedBy !== undefined) === resolved) return { result: 'already' };
      const changed = await setResolved(context, name, thread.id, resolved);
      return { result: changed ? 'done' : 'already' };
    },
  });
  const answer = reply && {
    id: reply.id,
    action: 'reply',
    run: async () => {
      find(reply.id);
      const made = await postOnce(context, name, { text: reply.text, parent: reply.id });
      return { result: 'done' as const, made: made.id, url: made.url };
    },
  };
  return [
    ...(answer ? [answer] : []),
    ...resolve.map((id) => settle(id, true)),
    ...reopen.map((id) => settle(id, false)),
  ];
}

function onDiff(thread: Thread, id: number): Thread {
  if (thread.place) return thread;
  throw new BbxError(
    'BAD_REQUEST',
    `Comment ${id} is not on the diff: Bitbucket resolves and reopens only threads on the diff.`,
    { hint: 'Answer it instead, with reply and body.' },
  );
}
