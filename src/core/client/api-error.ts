import type { Credentials } from '../auth/authorization.ts';
import { redact, secretsOf } from '../auth/redact.ts';
import { BbxError, type ErrorCode, type ErrorDetails } from '../errors.ts';
import { hintFor } from './api-hint.ts';
import { head } from './body.ts';
import type { Request, Response } from './client.ts';
import type { Refusal } from './refusal.ts';
import { askedWait } from './retry.ts';
import { pathUnderApi } from './url.ts';

/** An error answer longer than this is a page, not a message. */
const LONGEST_ERROR = 16 * 1024;

/**
 * Makes the error of an answer from 400 on. Its shapes (recorded answers of Bitbucket Cloud):
 * `{type: "error", error: {message, detail?: string | {required, granted}, fields?}}`, text/plain,
 * or an HTML page of something in between.
 */
export async function apiError(
  request: Request,
  response: Response,
  apiUrl: string,
  credentials: Credentials,
): Promise<BbxError> {
  const text = (await head(response.body, LONGEST_ERROR)).toString('utf8');
  // A server that repeats what it was sent must not make us print the token.
  const safe = redact(text, secretsOf(credentials));
  const refusal = readRefusal(request, response, safe, apiUrl);
  const waits = [429, 502, 503, 504].includes(response.status);
  const retryAfter = waits ? askedWait(response.header) : undefined;
  const {
    message,
    hint,
    code = codeFor(refusal),
  } = await hintFor(refusal, credentials, retryAfter);
  const { status, words: server } = refusal;
  // The scopes in it tell what a token may do, also where it may not do this.
  const final = status === 501;
  const details: ErrorDetails = { hint, status, server, retryAfter, final, cause: refusal };
  return new BbxError(code, message, details);
}

function codeFor({ status, noSuchOperation }: Refusal): ErrorCode {
  if (noSuchOperation) return 'BAD_REQUEST';
  return CODES[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'BAD_REQUEST');
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'AUTH_REJECTED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'GONE',
  429: 'RATE_LIMITED',
};

function readRefusal(request: Request, response: Response, text: string, apiUrl: string): Refusal {
  const error = field(parsed(text), 'error');
  const detail = field(error, 'detail');
  const words = [field(error, 'message'), detail, ...fieldMessages(field(error, 'fields'))].filter(
    (part) => typeof part === 'string',
  );
  return {
    status: response.status,
    method: request.method,
    path: pathUnderApi(apiUrl, request.url),
    words: oneLine(words.length > 0 ? sentence(words) : plain(text, response)),
    required: strings(field(detail, 'required')),
    granted: strings(field(detail, 'granted')),
    noSuchOperation:
      response.status === 403 && /does not support token-based authentication/.test(text),
  };
}

/** The message, and after it what it is about: "Bad request: title: This field is required." */
const sentence = ([message = '', ...more]: readonly string[]) =>
  more.length > 0 ? `${message.replace(/[.:]$/, '')}: ${more.join(' ')}` : message;

/** `fields` maps a name to a message or to several. */
function fieldMessages(fields: unknown): string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).map(
    ([name, messages]) => `${name}: ${[messages].flat().map(inWords).join(' ')}`,
  );
}

const inWords = (message: unknown) =>
  typeof message === 'string' ? message : JSON.stringify(message);

function plain(text: string, response: Response): string {
  const page = /^\s*</.test(text) || response.header('content-type').includes('html');
  return page ? '' : text.slice(0, 300);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** One line of bounded length: a message is said to people and models alike. */
function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 200
    ? `${line
        .slice(0, 199)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : line;
}
