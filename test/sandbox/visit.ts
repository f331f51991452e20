import type { Credential } from '../../src/sandbox/credentials.ts';
import { isObject, type Json, type JsonObject, listAt, parseJson } from '../../src/sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

/** What came back. */
interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON, null when it is none. */
  readonly json: Json;
  /** The body as a JSON object, empty when it is none. */
  readonly body: JsonObject;
  /** `values` of a list. */
  readonly values: readonly Json[];
}

interface VisitOptions {
  /** Who asks: the owner unless told otherwise, nobody for null. */
  readonly as?: Credential | null;
  readonly headers?: Record<string, string>;
  /** A JSON body. */
  readonly send?: Json;
  /** Any other body. */
  readonly raw?: FormData | URLSearchParams | Uint8Array | string;
  readonly redirect?: 'follow' | 'manual';
}

/** A sandbox with a way to ask it: `visit('GET /user')`, the path being under /2.0. */
export interface Visited {
  readonly sandbox: Sandbox;
  readonly visit: (what: string, options?: VisitOptions) => Promise<Visit>;
}

/** The path of the large repository. */
export const BACKEND = '/repositories/acme/backend-api';

/** The header that a credential is sent in. */
export function authorization({ kind, email, token }: Credential): string {
  if (kind === 'access-token') return `Bearer ${token}`;
  return `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
}

/** Starts a sandbox to visit; close it after the tests. */
export async function visited(): Promise<Visited> {
  const sandbox = await startSandbox();
  const visit = async (what: string, options: VisitOptions = {}): Promise<Visit> => {
    const [method = 'GET', path = ''] = what.split(' ');
    const who = options.as === undefined ? sandbox.credentials.full : options.as;
    const sent = options.send === undefined ? undefined : JSON.stringify(options.send);
    const response = await fetch(path.startsWith('http') ? path : `${sandbox.url}/2.0${path}`, {
      method,
      redirect: options.redirect ?? 'manual',
      headers: {
        ...(who === null ? {} : { authorization: authorization(who) }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body: sent ?? options.raw ?? null,
    });
    return read(response);
  };
  return { sandbox, visit };
}

async function read(response: Response): Promise<Visit> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  const json = parseJson(text) ?? null;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    json,
    body: isObject(json) ? json : {},
    values: listAt(json, 'values'),
  };
}
