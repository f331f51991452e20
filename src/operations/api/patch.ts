import * as z from 'zod/mini';
import type { Answer } from '../../core/answer.ts';
import { resolveAddress } from '../../core/bitbucket/address.ts';
import { getAt, isJsonObject } from '../../core/bitbucket/json-object.ts';
import { mergeForUpdate } from '../../core/bitbucket/merge-for-update.ts';
import { type Updatable, updatableAt } from '../../core/bitbucket/updatable.ts';
import { operationsAt } from '../../core/catalogue/operations-at.ts';
import { jsonBody } from '../../core/client/body.ts';
import { followPages, isEnvelope } from '../../core/client/pages.ts';
import { readAnswer } from '../../core/client/read-answer.ts';
import { pathUnderApi } from '../../core/client/url.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation, type Planned } from '../../core/operation.ts';
import { apiFields } from './fields.ts';
import { headersOf } from './headers.ts';
import { queryOf } from './query.ts';

const input = z.strictObject({
  path: apiFields.path,
  body: z
    .optional(z.record(z.string(), z.unknown()))
    .check(z.describe('The fields to change; null removes one')),
  queryParams: apiFields.queryParams,
  header: apiFields.header,
});

type Input = z.infer<typeof input>;

/** Changes some fields of a resource, which Bitbucket Cloud has no verb for. */
export const patch = defineOperation({
  name: 'patch',
  summary: 'Change some fields of a resource and keep the rest',
  description:
    'Changes some fields of a pull request, comment, task, repository, branch restriction, webhook, variable and the like, and keeps the rest (reviewers and description too). Bitbucket Cloud has no PATCH: bbx reads, merges, and PUTs the writable fields.',
  examples: [
    'patch ./pullrequests/42 -f title="A better title"',
    'patch ./pullrequests/42 -F draft=false --dry-run',
  ],
  effect: 'write',
  idempotent: true,
  input,
  uses: ['GET *', 'PUT *'],
  positional: ['path'],
  short: { path: 'p', queryParams: 'q', header: 'H', body: 'b' },
  terminalOnly: ['header'],
  preview: async (given, context) => {
    const { url, body, changed } = await merged(given, context);
    return { kind: 'data', data: { dry_run: true, method: 'PUT', url: url.href, changed, body } };
  },
  planForConsent: plannedUpdate,
  run: update,
});

async function update(given: Input, context: Context): Promise<Answer> {
  const merge = await merged(given, context);
  return merge.changed.length === 0 ? unchanged(merge, context) : await sent(merge, given, context);
}

async function plannedUpdate(given: Input, context: Context): Promise<Planned> {
  const merge = await merged(given, context);
  const { url, body, changed, current } = merge;
  if (changed.length === 0) {
    const already = unchanged(merge, context);
    return { preview: already, changesNothing: true, perform: async () => already };
  }
  const { planWrite } = await import('./plan-write.ts');
  const before = Object.fromEntries(changed.map((field) => [field, getAt(current, field) ?? null]));
  const shown = { was: before, body };
  const perform = async () => await sent(merge, given, context);
  return await planWrite({ method: 'PUT', url, body: jsonBody(body), shown, perform }, context);
}

type Merged = Awaited<ReturnType<typeof merged>>;

function unchanged({ url, changed }: Merged, context: Context): Answer {
  const path = pathUnderApi(context.config.apiUrl, url);
  return {
    kind: 'done',
    message: `Nothing to change: ${path} is already so.`,
    data: { done: true, changed, path },
  };
}

async function sent({ url, body }: Merged, given: Input, context: Context): Promise<Answer> {
  const request = {
    method: 'PUT' as const,
    url,
    headers: headersOf(given.header),
    body: jsonBody(body),
  };
  return await context.client.send(request, (response) =>
    readAnswer(request, response, context.config.apiUrl),
  );
}

async function merged(given: Input, context: Context) {
  const url = await resolveAddress(given.path, queryOf(given.queryParams), context);
  const updatable = updatableOr(url, context.config.apiUrl);
  if (given.body === undefined) {
    throw new BbxError('USAGE', 'No change is given.', {
      hint: 'Name the fields to change, for example -f title="A better title".',
    });
  }
  const current = await currentState(updatable, context);
  return { url, current, ...mergeForUpdate(updatable, current, given.body) };
}

/** The resource as it is; one without an address to read is found in the list that holds it. */
async function currentState({ read }: Updatable, context: Context): Promise<unknown> {
  const { apiUrl } = context.config;
  const request = { method: 'GET' as const, url: new URL(`${apiUrl}/2.0${read.path}`) };
  const answer = await context.client.send(request, (response) =>
    readAnswer(request, response, apiUrl),
  );
  if (read.uuid === undefined || answer.kind !== 'data' || !isEnvelope(answer.data)) {
    return answer.kind === 'data' ? answer.data : undefined;
  }
  const options = {
    ...context,
    apiUrl,
    limit: Number.POSITIVE_INFINITY,
  };
  const { data } = await followPages(answer.data, request, options);
  const found = data.values.find((value) => isJsonObject(value) && value.uuid === read.uuid);
  if (found !== undefined) return found;
  throw new BbxError('NOT_FOUND', `There is nothing with the uuid ${read.uuid} in ${read.path}.`, {
    hint: `bbx get ${read.path} lists what there is.`,
  });
}

function updatableOr(url: URL, apiUrl: string): Updatable {
  const path = pathUnderApi(apiUrl, url).split('?')[0] ?? '';
  const updatable = updatableAt(path);
  if (updatable) return updatable;
  const methods = operationsAt(path).map((operation) => operation.method);
  const hint = methods.includes('PUT')
    ? 'PUT is the verb here: send the whole resource with bbx put (bb_put).'
    : methods.length > 0
      ? `This address takes ${methods.join(', ')}; nothing here can be updated.`
      : 'bbx endpoints WORD... shows what there is.';
  throw new BbxError(
    'USAGE',
    `Bitbucket Cloud has no PATCH, and bbx knows no safe update of ${path}.`,
    { hint },
  );
}
