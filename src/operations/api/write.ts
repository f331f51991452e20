import type { Answer } from '../../core/answer.ts';
import { resolveAddress } from '../../core/bitbucket/address.ts';
import { jsonBody } from '../../core/client/body.ts';
import type { Body, Method, Request } from '../../core/client/client.ts';
import { counted } from '../../core/client/counted.ts';
import { fileBody } from '../../core/client/file-body.ts';
import { multipartBody } from '../../core/client/multipart.ts';
import { readAnswer } from '../../core/client/read-answer.ts';
import { pathBelow } from '../../core/client/url.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { headersOf } from './headers.ts';
import { type QueryParams, queryOf } from './query.ts';

/** What POST, PUT and DELETE take, as the fields of their operations. */
export interface WriteInput {
  readonly path: string;
  readonly queryParams?: QueryParams | undefined;
  readonly header?: readonly string[] | undefined;
  readonly body?: unknown;
  readonly input?: string | undefined;
  readonly form?: readonly string[] | undefined;
}

/** Sends a write and reads its answer. */
export async function write(method: Method, input: WriteInput, context: Context): Promise<Answer> {
  return await send(await requestOf(method, input, context), context);
}

/** The same, for somebody to agree to it first. */
export async function planned(
  method: Method,
  input: WriteInput,
  context: Context,
): Promise<Planned> {
  const request = await requestOf(method, input, context);
  const { planWrite } = await import('./plan-write.ts');
  const perform = async () => await send(request, context);
  return await planWrite({ ...request, shown: bodyShown(input), perform }, context);
}

async function requestOf(method: Method, input: WriteInput, context: Context): Promise<Request> {
  const url = await resolveAddress(input.path, queryOf(input.queryParams), context);
  const headers = headersOf(input.header);
  return { method, url, headers, body: withProgress(await bodyOf(input, headers), context) };
}

async function send(request: Request, context: Context): Promise<Answer> {
  const { method, url } = request;
  const answer = context.client.send(request, (response) => {
    noteMoved(request, response.url, context);
    return readAnswer(request, response, context.config.apiUrl);
  });
  return method === 'DELETE'
    ? await answer.catch((error: unknown) => deletedBefore(error, url))
    : await answer;
}

/** Bitbucket sends on what is for a repository by its former name: whoever agreed saw that name. */
function noteMoved({ method, url }: Request, at: URL, { config, note }: Context): void {
  const path = pathBelow(config.apiUrl, at);
  if (path === undefined || path === pathBelow(config.apiUrl, url)) return;
  note(`Bitbucket sent the ${method} on to ${path}.`);
}

/** What `write` would send. */
export async function previewWrite(
  method: Method,
  input: WriteInput,
  context: Context,
): Promise<Answer> {
  const url = await resolveAddress(input.path, queryOf(input.queryParams), context);
  await bodyOf(input, headersOf(input.header));
  return { kind: 'data', data: { dry_run: true, method, url: url.href, ...bodyShown(input) } };
}

const bodyShown = ({ body, form, input: file }: WriteInput) => ({
  ...(body !== undefined && { body }),
  ...(form && { form }),
  ...(file && { file }),
});

/** The first try lost its answer, the second finds nothing: what was asked for is so. */
function deletedBefore(error: unknown, { pathname }: URL): Answer {
  if (!(error instanceof BbxError) || !error.afterLoss) throw error;
  const path = pathname.replace(/^.*?\/2\.0/, '');
  const message = `Deleted: ${path} is gone; the answer to the first try was lost.`;
  return { kind: 'done', message, data: { done: true, method: 'DELETE', path, answer_lost: true } };
}

/** What is in memory is sent at once; a file may take its time. */
function withProgress(body: Body | undefined, { progress }: Context): Body | undefined {
  if (body === undefined || body.bytes) return body;
  return { ...body, stream: () => counted(body.stream(), 'Sending', body.length, progress) };
}

/** No body and no Content-Type unless there is one: some endpoints answer 400 to an empty JSON body. */
async function bodyOf(
  input: WriteInput,
  headers: Record<string, string>,
): Promise<Body | undefined> {
  const { body, form, input: file } = input;
  if ([body, form, file].filter((given) => given !== undefined).length > 1) {
    throw new BbxError('USAGE', 'More than one body is given.', {
      hint: 'Give one of --body (or -f, -F), --input and --form.',
    });
  }
  if (form) return await multipartBody(form);
  if (file !== undefined)
    return await fileBody(file, headers['content-type'] ?? 'application/json');
  return body === undefined ? undefined : jsonBody(body);
}
