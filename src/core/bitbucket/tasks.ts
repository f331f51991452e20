import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path, readList } from './call.ts';
import { currentUser } from './current-user.ts';
import { getAt, numberAt, textAt } from './json-object.ts';
import { noPullRequest } from './no-pull-request.ts';
import { type Person, personOf } from './person.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** A task of a pull request. Its text and its creator's name were written by others. */
export interface Task {
  readonly id: number;
  readonly done: boolean;
  readonly text: string;
  readonly creator: Person;
  /** ISO 8601. */
  readonly createdOn: string;
  /** The comment that it hangs on. */
  readonly comment: number | undefined;
}

/** What to make. */
export interface NewTask {
  readonly text: string;
  /** The id of the comment that it hangs on. */
  readonly comment?: number | undefined;
}

const tasksPath = (name: PullRequestName) => `${pullRequestPath(name)}/tasks`;
const taskPath = (name: PullRequestName, { id }: Task) => `${tasksPath(name)}${path`/${id}`}`;

/**
 * Reads all tasks of a pull request: the open ones first, each kind oldest first.
 * @throws BbxError NOT_FOUND for the pull request, and as `readList`
 */
export async function readTasks(context: Context, name: PullRequestName): Promise<Task[]> {
  const pages = readList(context, tasksPath(name), { query: [['pagelen', '100']] });
  const { data } = await pages.catch((error: unknown) => {
    throw noPullRequest(error, name);
  });
  const tasks = data.values.map(taskOf).sort((a, b) => a.id - b.id);
  return [...tasks.filter(({ done }) => !done), ...tasks.filter(({ done }) => done)];
}

/** Reads Bitbucket's JSON of a task. */
const taskOf = (data: unknown): Task => ({
  id: numberAt(data, 'id') ?? 0,
  done: textAt(data, 'state') === 'RESOLVED',
  text: textAt(data, 'content.raw'),
  creator: personOf(getAt(data, 'creator')),
  createdOn: textAt(data, 'created_on'),
  comment: numberAt(data, 'comment.id'),
});

/**
 * Makes a task. Where the answer is lost, the task may be there all the same: it is looked for, and
 * never made a second time.
 * @throws BbxError as `call`
 */
export async function addTask(
  context: Context,
  name: PullRequestName,
  { text, comment }: NewTask,
): Promise<Task> {
  const on = comment === undefined ? {} : { comment: { id: comment } };
  const body = { content: { raw: text }, ...on };
  try {
    return taskOf(await call(context, 'POST', tasksPath(name), { body }));
  } catch (error) {
    const lost =
      error instanceof BbxError && ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'].includes(error.code);
    if (!lost) throw error;
    const found = await findAdded(context, name, { text, comment }).catch(() => undefined);
    if (found === undefined) throw unknownOutcome(name, error);
    context.note(`The answer was lost (${error.message}), but there is such a task of yours.`);
    return found;
  }
}

async function findAdded(context: Context, name: PullRequestName, { text, comment }: NewTask) {
  const me = await currentUser(context);
  const tasks = await readTasks(context, name);
  return tasks.findLast(
    (task) =>
      !task.done &&
      task.creator.uuid === me?.uuid &&
      task.text.trim() === text.trim() &&
      task.comment === comment,
  );
}

const unknownOutcome = ({ id }: PullRequestName, error: BbxError) =>
  new BbxError(error.code, `The task may not be made: ${error.message}`, {
    hint: `Look at the tasks of pull request ${id} before you repeat it.`,
    status: error.status,
    server: error.server,
    cause: error,
  });

/**
 * Changes a task, and keeps what is not to change.
 * @param before as it was read; PUT gets the whole of it
 * @throws BbxError as `call`
 */
export async function changeTask(
  context: Context,
  name: PullRequestName,
  before: Task,
  changes: Partial<Pick<Task, 'done' | 'text'>>,
): Promise<Task> {
  const { text, done } = { ...before, ...changes };
  const body = { content: { raw: text }, state: done ? 'RESOLVED' : 'UNRESOLVED' };
  return taskOf(await call(context, 'PUT', taskPath(name, before), { body }));
}

/**
 * Deletes a task.
 * @throws BbxError as `call`
 */
export async function deleteTask(
  context: Context,
  name: PullRequestName,
  task: Task,
): Promise<void> {
  await call(context, 'DELETE', taskPath(name, task)).catch((error: unknown) => {
    // The first try had lost its answer, and had its effect.
    if (!(error instanceof BbxError) || error.code !== 'NOT_FOUND' || !error.afterLoss) throw error;
  });
}
