import type { Answer } from '../answer.ts';
import { BbxError } from '../errors.ts';
import { collect } from './body.ts';
import type { Request, Response } from './client.ts';
import { isEnvelope, nextOf, sizeOf } from './pages.ts';
import { pathUnderApi } from './url.ts';

/** A listing of a directory is far smaller; a JSON file beyond this streams unread. */
const LARGEST_LISTING = 1024 * 1024;

/**
 * Makes an answer of a response. JSON is read here, inside the exchange. What lies in a
 * repository stays bytes, JSON files too: reading and writing them again would change them.
 * @throws BbxError UNAVAILABLE for an HTML page or torn JSON where an answer should be
 */
export async function readAnswer(
  request: Request,
  response: Response,
  apiUrl: string,
): Promise<Answer> {
  const path = pathUnderApi(apiUrl, request.url);
  const type = response.header('content-type').split(';')[0]?.trim().toLowerCase() ?? '';
  const length = response.header('content-length');
  const silent = response.status === 204 || response.status === 205;
  if (silent || (length === '0' && request.method !== 'GET')) {
    await collect(response.body);
    return emptiness(request, response, path);
  }
  if (await holdsFile(path)) return await fileOrListing(response, type);
  if (type === 'application/json' || type.endsWith('+json')) {
    return dataOf(await collect(response.body), response) ?? emptiness(request, response, path);
  }
  if (type === 'text/html' || type === 'application/xhtml+xml') throw page(response);
  return type === '' ? await sniffed(response) : bytesOf(response, response.body);
}

/** Whether the path may lead to somebody's file; the catalogue knows, and loads only in doubt. */
async function holdsFile(path: string): Promise<boolean> {
  if (!/\/(src|downloads|files)\//.test(path)) return false;
  const { isRaw } = await import('../catalogue/is-raw.ts');
  return isRaw(path);
}

/** What does not say its type may still be a page of something in between. */
async function sniffed(response: Response): Promise<Answer> {
  const source = response.body[Symbol.asyncIterator]();
  const { value, done } = await source.next();
  if (!done && /^\s*<(!doctype|html)/i.test(Buffer.from(value).toString('latin1', 0, 200))) {
    throw page(response);
  }
  return bytesOf(response, again(done ? [] : [value], source));
}

async function fileOrListing(response: Response, type: string): Promise<Answer> {
  if (type !== 'application/json') return bytesOf(response, response.body);
  const chunks: Uint8Array[] = [];
  const source = response.body[Symbol.asyncIterator]();
  for (let length = 0; length <= LARGEST_LISTING; ) {
    const { value, done } = await source.next();
    if (done) {
      const bytes = Buffer.concat(chunks);
      const listing = listingIn(bytes);
      if (listing !== undefined) return dataAnswer(listing, bytes, response);
      return bytesOf(response, again(chunks, source));
    }
    chunks.push(value);
    length += value.byteLength;
  }
  return bytesOf(response, again(chunks, source));
}

async function* again(chunks: Uint8Array[], rest: AsyncIterator<Uint8Array>) {
  yield* chunks;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** A page of a directory, whose every value says commit_file or commit_directory. */
function listingIn(bytes: Buffer): unknown {
  try {
    const data: unknown = JSON.parse(bytes.toString('utf8'));
    const listing =
      isEnvelope(data) && 'pagelen' in data && data.values.length > 0 && data.values.every(isEntry);
    return listing ? data : undefined;
  } catch {
    return undefined;
  }
}

const isEntry = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type === 'commit_file' || value.type === 'commit_directory');

function dataOf(bytes: Buffer, response: Response): Answer | undefined {
  if (bytes.length === 0) return undefined;
  if (depthOf(bytes) > DEEPEST) throw tooDeep(response);
  try {
    return dataAnswer(JSON.parse(bytes.toString('utf8')), bytes, response);
  } catch (cause) {
    throw new BbxError('UNAVAILABLE', 'The answer says that it is JSON, and is not.', {
      hint: 'Try again; something between here and Bitbucket may have cut or changed it.',
      status: response.status,
      cause,
    });
  }
}

/** Bitbucket nests a dozen deep; what nests by the thousand is made to exhaust whoever walks it. */
const DEEPEST = 500;

function depthOf(bytes: Buffer): number {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (quoted) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}

const tooDeep = ({ status }: Response) =>
  new BbxError('UNAVAILABLE', `The answer nests deeper than ${DEEPEST} levels.`, {
    hint: 'That is no answer of Bitbucket: check BBX_API_URL and HTTPS_PROXY.',
    status,
    final: true,
  });

function dataAnswer(data: unknown, received: Uint8Array, head: Response): Answer {
  if (!isEnvelope(data)) return { kind: 'data', data, head, received };
  const next = nextOf(data);
  const [shown, size] = [data.values.length, sizeOf(data)];
  const partial = next !== undefined || shown < (size ?? 0);
  const page = { shown, size, partial, next };
  return { kind: 'data', data, page, head, received };
}

function bytesOf(head: Response, body: AsyncIterable<Uint8Array>): Answer {
  head.flow();
  const length = head.header('content-length');
  const encoded = head.header('content-encoding') !== '';
  const size = /^\d+$/.test(length) && !encoded ? Number(length) : undefined;
  return { kind: 'bytes', body, contentType: head.header('content-type'), size, head };
}

const DONE: Readonly<Record<string, string>> = { DELETE: 'Deleted', POST: 'Done', PUT: 'Updated' };

function emptiness(request: Request, head: Response, path: string): Answer {
  const { method } = request;
  const { status } = head;
  const location = head.header('location') || undefined;
  const verb = status === 201 ? 'Created' : status === 202 ? 'Accepted' : (DONE[method] ?? 'Done');
  const where = location ? ` See ${location}` : '';
  const message = `${verb}: ${method} ${path} (HTTP ${status}, no body).${where}`;
  return {
    kind: 'done',
    message,
    data: { done: true, status, method, path, ...(location && { location }) },
    head,
  };
}

function page(response: Response): BbxError {
  return new BbxError('UNAVAILABLE', 'The answer is an HTML page, where the API gives JSON.', {
    hint: 'A proxy, a sign-in page or a maintenance page answered: check BBX_API_URL and HTTPS_PROXY.',
    status: response.status,
    final: true,
  });
}
