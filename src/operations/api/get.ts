import * as z from 'zod/mini';
import type { Answer } from '../../core/answer.ts';
import { resolveAddress } from '../../core/bitbucket/address.ts';
import { dismiss } from '../../core/client/body.ts';
import type { Request } from '../../core/client/client.ts';
import { followPages, isEnvelope } from '../../core/client/pages.ts';
import { readAnswer } from '../../core/client/read-answer.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { apiFields, readingQuery } from './fields.ts';
import { headersOf } from './headers.ts';
import { preparePaging } from './paging.ts';
import { queryOf } from './query.ts';

const input = z.strictObject({
  path: apiFields.path,
  queryParams: readingQuery,
  all: z
    .optional(z.boolean())
    .check(z.describe('Follow next, and answer with every value of the list')),
  limit: z
    .optional(z.int().check(z.gte(1)))
    .check(z.describe('Stop after this many values, following next as needed')),
  header: apiFields.header,
});

/** Reads anything that the API serves. */
export const get = defineOperation({
  name: 'get',
  summary: 'Read from any endpoint of the Bitbucket API',
  description:
    'Reads any endpoint of the Bitbucket Cloud REST API 2.0. Under /repositories/{workspace}/{repo_slug}: /pullrequests (state, q, sort; fields: +values.reviewers), /pullrequests/{id} and its /diff, /diffstat, /comments, /tasks, /statuses; /refs/branches; /commits/{revision} (path); /src/{commit}/{file}, where {commit} is a hash or a branch without a slash; /pipelines (target.branch, sort: -created_on), /pipelines/{uuid}/steps/{uuid}/log. Also /user/workspaces, /repositories/{workspace}. Lists have pages of 10; pagelen is at most 50 for pull requests.',
  forAgents: 'Path endpoints:WORDS finds others.',
  examples: [
    'get /user',
    'get ./pullrequests -q state=OPEN -q state=MERGED',
    'get /repositories/acme/backend-api/pullrequests --all --jq "values[].title"',
    'get /repositories/acme/backend-api/pullrequests/42/diff',
  ],
  effect: 'read',
  input,
  uses: ['GET *'],
  positional: ['path'],
  short: { path: 'p', queryParams: 'q', header: 'H' },
  terminalOnly: ['header'],
  run: read,
});

async function read(
  { path, queryParams, all, limit, header }: z.infer<typeof input>,
  context: Context,
): Promise<Answer> {
  const { apiUrl } = context.config;
  const asked = await resolveAddress(path, queryOf(queryParams), context);
  const { url, tidy } = await preparePaging(asked, { apiUrl, all: all ?? false, limit });
  const request: Request = { method: 'GET', url, headers: headersOf(header) };
  const answer = await context.client.send(request, (response) =>
    readAnswer(request, response, apiUrl),
  );
  if (answer.kind !== 'data' || !isEnvelope(answer.data)) return all ? await whole(answer) : answer;
  if (!all && limit === undefined) return { ...answer, data: tidy(answer.data) };
  const pages = await followPages(answer.data, request, {
    client: context.client,
    apiUrl,
    limit: limit ?? Number.POSITIVE_INFINITY,
    until: Date.now() + (context.config.timeout ?? Number.POSITIVE_INFINITY) * 1000,
    progress: context.progress,
  });
  const { size } = pages;
  const partial = pages.partial || startsLater(url);
  const page = { shown: pages.data.values.length, size, partial };
  return { kind: 'data', data: tidy(pages.data), page, head: answer.head };
}

/** A list that was not read from its first page on is never whole. */
const startsLater = (url: URL) => Number(url.searchParams.get('page') ?? 1) > 1;

/** What is no list is whole already; bytes are not, in a way that --all could mend. */
async function whole(answer: Answer): Promise<Answer> {
  if (answer.kind !== 'bytes') return answer;
  await dismiss(answer.body);
  throw new BbxError('USAGE', 'This endpoint answers with bytes, not with a list.', {
    hint: 'Leave --all away: the answer is always whole.',
  });
}
