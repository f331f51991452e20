import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import {
  addTask,
  changeTask,
  deleteTask,
  type NewTask,
  type Task,
} from '../../core/bitbucket/tasks.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Step } from './each-step.ts';

/** What is to be done with tasks. */
export interface TaskActions {
  readonly add: NewTask | undefined;
  readonly done: readonly number[];
  readonly reopen: readonly number[];
  readonly edit: { readonly id: number; readonly text: string } | undefined;
  readonly remove: number | undefined;
}

/** The steps, in the order in which they make sense together. */
export function taskSteps(
  context: Context,
  name: PullRequestName,
  tasks: readonly Task[],
  { add, done, reopen, edit, remove }: TaskActions,
): Step[] {
  const change = (id: number, action: string, changes: Partial<Task>): Step => ({
    id,
    action,
    run: async () => {
      const task = taskIn(tasks, name, id);
      const same = { ...task, ...changes };
      if (same.done === task.done && same.text === task.text) return { result: 'already' };
      await changeTask(context, name, task, changes);
      return { result: 'done' };
    },
  });
  return [
    ...(add ? [adding(context, name, add)] : []),
    ...(edit ? [change(edit.id, 'edit', { text: edit.text })] : []),
    ...done.map((id) => change(id, 'done', { done: true })),
    ...reopen.map((id) => change(id, 'reopen', { done: false })),
    ...(remove === undefined ? [] : [removing(context, name, tasks, remove)]),
  ];
}

const adding = (context: Context, name: PullRequestName, add: NewTask): Step => ({
  action: 'add',
  run: async () => ({ result: 'done', made: (await addTask(context, name, add)).id }),
});

const removing = (
  context: Context,
  name: PullRequestName,
  tasks: readonly Task[],
  id: number,
): Step => ({
  id,
  action: 'delete',
  run: async () => {
    await deleteTask(context, name, taskIn(tasks, name, id));
    return { result: 'done' };
  },
});

/**
 * The task with an id.
 * @throws BbxError NOT_FOUND
 */
export function taskIn(tasks: readonly Task[], name: PullRequestName, id: number): Task {
  const found = tasks.find((task) => task.id === id);
  if (found) return found;
  throw new BbxError('NOT_FOUND', `Pull request ${name.id} has no task ${id}.`, {
    hint: `bbx pr tasks ${name.id} lists them with their ids. Is it the right repository (-R)?`,
  });
}
