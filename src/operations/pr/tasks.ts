import * as z from 'zod/mini';
import type { DataAnswer } from '../../core/answer.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { readTasks, type Task } from '../../core/bitbucket/tasks.ts';
import { defineOperation } from '../../core/operation.ts';
import { splitForAgents } from '../../core/split-for-agents.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { needs, onlyOne } from './combinations.ts';
import { eachStep, previewOf } from './each-step.ts';
import { pullRequestFields } from './fields.ts';
import { idsGiven } from './ids-given.ts';
import { safe } from './short-lines.ts';
import { taskIn, taskSteps } from './task-steps.ts';
import { textGiven } from './text-given.ts';

const id = (words: string) => z.optional(z.int()).check(z.describe(words));
const ids = (words: string) =>
  z.optional(z.array(z.union([z.string(), z.int()]))).check(z.describe(words));
const text = (words: string) => z.optional(z.string()).check(z.describe(words));

/** Lists tasks, makes some, and settles them. */
export const tasks = defineOperation({
  name: 'pr tasks',
  summary: 'List the tasks of a pull request, add, finish or change them',
  description: 'Lists the tasks, open ones first; or adds one, finishes or reopens some.',
  examples: [
    'pr tasks 42',
    'pr tasks 42 --add "Test the empty list" --on 5',
    'pr tasks 42 --done 3,4 --reopen 7',
    'pr tasks 42 --edit 3 --body "Other words"',
  ],
  effect: 'write',
  asks: true,
  input: z.strictObject({
    ...pullRequestFields,
    add: text('Text of a task to add'),
    on: id('Id of the comment to add it to'),
    done: ids('Ids of tasks that are done'),
    reopen: ids('Ids of tasks to reopen'),
    edit: id('Id of a task to write anew'),
    body: text('Its new text'),
    delete: id('Id of a task to delete'),
  }),
  uses: [
    `GET ${PULL_REQUEST}/tasks`,
    { endpoint: `POST ${PULL_REQUEST}/tasks`, when: ['add'] },
    { endpoint: `PUT ${PULL_REQUEST}/tasks/{task_id}`, when: ['done', 'reopen', 'edit'] },
    { endpoint: `DELETE ${PULL_REQUEST}/tasks/{task_id}`, when: ['delete'] },
  ],
  positional: ['pr'],
  short: { repo: 'R', body: 'b' },
  // Agents have bb_patch and bb_delete.
  terminalOnly: ['edit', 'body', 'delete'],
  plan: async (input, context) => {
    const { pr, on, edit, body, delete: remove } = input;
    const done = idsGiven('--done', input.done);
    const reopen = idsGiven('--reopen', input.reopen);
    needs({ on }, { add: input.add });
    needs({ edit }, { body });
    needs({ body }, { edit });
    for (const one of done)
      onlyOne({ [`done ${one}`]: true, [`reopen ${one}`]: reopen.includes(one) });
    const added = await textGiven({ text: input.add, file: undefined, name: 'task' }, context);
    const words = await textGiven({ text: body, file: undefined, name: 'body' }, context);
    const name = await pullRequestName(pr, context);
    const all = await readTasks(context, name);
    const steps = taskSteps(context, name, all, {
      ...{ done, reopen, remove },
      add: added === undefined ? undefined : { text: added, comment: on },
      edit: edit === undefined || words === undefined ? undefined : { id: edit, text: words },
    });
    if (steps.length === 0) return { preview: listOf(all), perform: async () => listOf(all) };
    const gone = remove === undefined ? undefined : taskIn(all, name, remove);
    return {
      preview: previewOf(steps),
      question: gone && `Delete task ${gone.id}, "${gone.text}"?`,
      destroys: gone !== undefined,
      perform: () => eachStep(context, steps),
    };
  },
});

/** The same for agents, reading and writing apart. */
export const tasksForAgents = splitForAgents(tasks, {
  reading: { fields: [], description: 'Lists the tasks of a pull request, open ones first.' },
  writing: {
    fields: ['add', 'on', 'done', 'reopen'],
    description: 'Adds a task to a pull request, finishes or reopens some.',
  },
});

function listOf(all: readonly Task[]): DataAnswer {
  const values = all.map((task) => ({
    id: task.id,
    state: task.done ? 'done' : 'open',
    text: task.text,
    creator: task.creator.name,
    comment: task.comment ?? null,
  }));
  const line = (task: Task) =>
    safe(`[${task.done ? 'x' : ' '}] ${task.id}  ${task.text}  (${task.creator.name})`);
  return {
    kind: 'data',
    data: { values, size: values.length },
    text: async () => (all.length === 0 ? 'No tasks.' : all.map(line).join('\n')),
  };
}
