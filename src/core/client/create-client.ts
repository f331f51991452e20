import { authorization, type Credentials } from '../auth/authorization.ts';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { collect } from './body.ts';
import type { Client, Request, Response } from './client.ts';
import { Deadline } from './deadline.ts';
import type { Permit } from './permit.ts';
import { type Hop, MAX_REDIRECTS, nextHop } from './redirect.ts';
import { outcomeOf, retryDelay } from './retry.ts';
import { createTransport, type Transport } from './transport.ts';
import { ACCEPTED_ENCODINGS } from './unpack.ts';
import { pathBelow } from './url.ts';

/** What a client needs from the door it works for. */
export interface ClientOptions {
  readonly config: Config;
  /** Asked for when the first request is sent. */
  readonly credentials: () => Promise<Credentials>;
  readonly signal: AbortSignal;
  /** Told why the client waits. */
  readonly note: (text: string) => void;
  /** Told each request and answer, under --debug. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Asked before anything goes to the API. */
  readonly permit?: Permit | undefined;
}

/** Makes the client: credential, redirects, deadline, retries and errors of the API. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options.config);
  return {
    send: async (request, use) => {
      const deadline = new Deadline(options.signal, options.config.timeout);
      return await withRetries(request, deadline, options.note, async () => {
        const response = await follow(request, deadline, transport, options);
        if (response.status >= 400) {
          const { apiError } = await import('./api-error.ts');
          throw await apiError(
            request,
            response,
            options.config.apiUrl,
            await options.credentials(),
          );
        }
        return await used(response, use);
      });
    },
  };
}

/** An answer that is no redirect to anywhere is the answer; one that says no where is none. */
function arrived(response: Response): Response {
  const { status } = response;
  if (status < 300 || status > 399 || status === 304) return response;
  response.drop();
  throw new BbxError(
    'UNAVAILABLE',
    `The server redirects (HTTP ${status}) and does not say where.`,
    {
      hint: 'Check the path, and BBX_API_URL.',
      status,
      final: true,
    },
  );
}

/** The body of a redirect is short: read to its end, its connection serves the next hop too. */
async function letGo(response: Response): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, 250).unref());
  await Promise.race([collect(response.body, 65_536).catch(() => undefined), patience]);
  response.drop();
}

/** What `use` fails on is let go of, so that no connection stays open for it. */
async function used<T>(response: Response, use: (response: Response) => Promise<T>): Promise<T> {
  try {
    return await use(response);
  } catch (error) {
    response.drop();
    throw error;
  }
}

/** Whoever deletes, and loses the answer, finds at the next try that there is nothing any more. */
const goneMeanwhile = ({ message, hint, status, server }: BbxError) =>
  new BbxError('NOT_FOUND', message, { hint, status, server, afterLoss: true });

/** A write that lost its answer may be what it now collides with. */
const perhapsOwn = ({ message, status, server, cause }: BbxError) =>
  new BbxError('CONFLICT', message, {
    hint: 'The answer to a first try was lost, and that try may have done this: read it before you repeat it.',
    status,
    server,
    cause,
  });

/** What a try says that came after a lost one, which may have worked. */
function afterLoss(error: unknown): unknown {
  if (!(error instanceof BbxError)) return error;
  if (error.code === 'NOT_FOUND') return goneMeanwhile(error);
  return error.code === 'CONFLICT' ? perhapsOwn(error) : error;
}

async function withRetries<T>(
  { method, retry }: Request,
  deadline: Deadline,
  note: (text: string) => void,
  attempt: () => Promise<T>,
): Promise<T> {
  let lost = false;
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      const error = lost ? afterLoss(thrown) : thrown;
      if (!(error instanceof BbxError) || retry === false) throw error;
      const outcome = outcomeOf(error);
      lost ||= outcome === 'lost';
      const wait = outcome && retryDelay(method, outcome, retries, error.retryAfter);
      if (wait === undefined || wait >= deadline.left) throw error;
      if (wait >= 1000) note(`${error.message} Trying again in ${Math.ceil(wait / 1000)} s.`);
      await deadline.pause(wait);
    }
  }
}

async function follow(
  request: Request,
  deadline: Deadline,
  transport: Transport,
  options: ClientOptions,
): Promise<Response> {
  let hop: Hop = { method: request.method, url: request.url, trusted: true, withBody: true };
  for (let count = 0; count <= MAX_REDIRECTS; count += 1) {
    const body = hop.withBody ? request.body : undefined;
    // Another host is no part of the API: what it may be asked is for the redirect to say.
    if (hop.trusted) {
      const { method, url } = hop;
      const path = pathBelow(options.config.apiUrl, url);
      await options.permit?.({ method, url, path, body, redirected: count > 0 });
    }
    const headers = await headersFor(hop, request, options);
    const started = Date.now();
    options.trace?.(`> ${hop.method} ${hop.url.href}${traced(headers)}`);
    const response = await transport({ method: hop.method, url: hop.url, headers, body, deadline });
    options.trace?.(
      `< ${response.status} ${response.statusText} (${Date.now() - started} ms)${traced(Object.fromEntries(response.headers))}`,
    );
    const next = nextHop(hop, response);
    if (next === undefined) return arrived(response);
    await letGo(response);
    hop = next;
  }
  throw new BbxError('BAD_REQUEST', `The server redirects more than ${MAX_REDIRECTS} times.`, {
    hint: 'Check the path, and BBX_API_URL.',
  });
}

/** Another host gets neither the credential nor headers that the caller made for Bitbucket. */
async function headersFor(hop: Hop, request: Request, options: ClientOptions) {
  const common = {
    'user-agent': `bbx/${VERSION}`,
    accept: '*/*',
    'accept-encoding': ACCEPTED_ENCODINGS,
  };
  if (!hop.trusted) return common;
  const type = hop.withBody && request.body ? { 'content-type': request.body.contentType } : {};
  const own = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { ...common, ...type, ...own, authorization: authorization(await options.credentials()) };
}

const traced = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `\n    ${name}: ${SECRET_HEADERS.test(name) ? '***' : value}`)
    .join('');

const SECRET_HEADERS = /^(authorization|proxy-authorization|cookie|set-cookie)$/;
