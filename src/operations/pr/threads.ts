import * as z from 'zod/mini';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { readThreads } from '../../core/bitbucket/threads.ts';
import { defineOperation } from '../../core/operation.ts';
import { splitForAgents } from '../../core/split-for-agents.ts';
import { PULL_REQUEST } from '../used-paths.ts';
import { needs, onlyOne } from './combinations.ts';
import { eachStep } from './each-step.ts';
import { pullRequestFields } from './fields.ts';
import { idsGiven } from './ids-given.ts';
import { listThreads } from './list-threads.ts';
import { textGiven } from './text-given.ts';
import { threadSteps } from './thread-steps.ts';

const ids = (words: string) =>
  z.optional(z.array(z.union([z.string(), z.int()]))).check(z.describe(words));
const chosen = (words: string) => z.optional(z.boolean()).check(z.describe(words));

/** Lists threads, answers them, resolves them and opens them again. */
export const threads = defineOperation({
  name: 'pr threads',
  summary: 'List the open threads, answer, resolve or reopen them',
  description: 'Lists the unresolved threads with their code; or answers and resolves some.',
  examples: [
    'pr threads 42',
    'pr threads --since-push',
    'pr threads 42 --reply 5 --body "Done." --resolve 5',
    'pr threads 42 --resolve 5,7 --reopen 9',
  ],
  effect: 'write',
  input: z.strictObject({
    ...pullRequestFields,
    all: chosen('Also resolved ones and general comments'),
    resolved: chosen('The resolved ones instead'),
    mine: chosen('Only those that you began'),
    sincePush: chosen('Only with comments after the last push'),
    limit: z.optional(z.int().check(z.minimum(1))).check(z.describe('Default: 50')),
    reply: z.optional(z.int()).check(z.describe('Id of the comment to answer')),
    body: z.optional(z.string()).check(z.describe('The answer')),
    bodyFile: z.optional(z.string()).check(z.describe('A file with the answer; - for stdin')),
    resolve: ids('Ids of threads to resolve'),
    reopen: ids('Ids of threads to reopen'),
  }),
  uses: [
    `GET ${PULL_REQUEST}/comments`,
    { endpoint: `POST ${PULL_REQUEST}/comments`, when: ['reply'] },
    { endpoint: `POST ${PULL_REQUEST}/comments/{comment_id}/resolve`, when: ['resolve'] },
    { endpoint: `DELETE ${PULL_REQUEST}/comments/{comment_id}/resolve`, when: ['reopen'] },
  ],
  positional: ['pr'],
  short: { repo: 'R', body: 'b', bodyFile: 'F', all: 'a', limit: 'L' },
  // Agents have jq for the others.
  terminalOnly: ['bodyFile', 'resolved', 'mine'],
  run: async (input, context) => {
    const { pr, reply, body, bodyFile, all = false, resolved = false } = input;
    const { mine = false, sincePush = false, limit = 50 } = input;
    const resolve = idsGiven('--resolve', input.resolve);
    const reopen = idsGiven('--reopen', input.reopen);
    onlyOne({ body, bodyFile });
    onlyOne({ all, resolved });
    needs({ reply }, { body, bodyFile });
    needs({ body, bodyFile }, { reply });
    const acts = reply !== undefined || resolve.length + reopen.length > 0 || undefined;
    const filter = { all, resolved, mine, sincePush };
    for (const [name, given] of Object.entries({ ...filter, limit: input.limit }))
      onlyOne({ [name]: given, 'reply, --resolve or --reopen': acts });
    for (const id of resolve)
      onlyOne({ [`resolve ${id}`]: true, [`reopen ${id}`]: reopen.includes(id) });
    const text = await textGiven({ text: body, file: bodyFile, name: 'body' }, context);
    const name = await pullRequestName(pr, context);
    if (!acts) return await listThreads(context, name, { ...filter, limit });
    const answer = reply === undefined || text === undefined ? undefined : { id: reply, text };
    const found = await readThreads(context, name);
    return await eachStep(
      context,
      threadSteps(context, name, found, { reply: answer, resolve, reopen }),
    );
  },
});

/** The same for agents, reading and writing apart. */
export const threadsForAgents = splitForAgents(threads, {
  reading: {
    fields: ['all', 'sincePush', 'limit'],
    description: 'Lists the unresolved threads of a pull request with their code.',
  },
  writing: {
    fields: ['reply', 'body', 'resolve', 'reopen'],
    description: 'Answers a thread of a pull request, resolves or reopens some.',
  },
});
