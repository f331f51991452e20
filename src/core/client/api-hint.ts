import type { Credentials } from '../auth/authorization.ts';
import type { ErrorCode } from '../errors.ts';
import { isRead } from './is-read.ts';
import type { Refusal } from './refusal.ts';

/** What to say of a refusal, and what to do about it. */
export interface Advice {
  readonly message: string;
  readonly hint: string;
  /** Where it is another one than the status has. */
  readonly code?: ErrorCode | undefined;
}

/** Names who has to act on a refused request, and the next step. */
export async function hintFor(
  refusal: Refusal,
  credentials: Credentials,
  retryAfter: number | undefined,
): Promise<Advice> {
  const { status } = refusal;
  if (refusal.noSuchOperation) return await noSuchOperation(refusal);
  if (status === 401) return rejected(refusal, credentials);
  if (status === 403) return forbidden(refusal);
  if (status === 404) return await notFound(refusal);
  if (status === 410) return await gone(refusal);
  if (status === 429) return rateLimited(retryAfter);
  const hint = (await pagelenHint(refusal)) ?? GENERAL[status] ?? general(refusal);
  const wait = retryAfter === undefined ? '' : ` It asks to wait for ${retryAfter} s.`;
  return { message: said(refusal), hint: hint + wait };
}

const said = ({ status, words, method, path }: Refusal) =>
  `${method} ${short(path)}: ${words || 'refused'} (HTTP ${status})`;

/** Bitbucket says "Invalid pagelen" and not what it would take: 50 for pull requests, else 100. */
async function pagelenHint({ words, path }: Refusal): Promise<string | undefined> {
  if (!/invalid pagelen/i.test(words)) return undefined;
  const { pageLimit } = await import('../catalogue/page-limit.ts');
  return `pagelen may be 10 to ${pageLimit(bare(path)) ?? 100} here; the rest comes with --all, page by page.`;
}

const GENERAL: Readonly<Record<number, string>> = {
  400: 'Change the request as it says; bbx endpoints shows what an endpoint takes.',
  409: 'Something changed in between: read it again, then repeat the request.',
  501: 'Bitbucket cannot do this: the same request fails again.',
  411: 'Send a body, for example -b {}.',
  413: 'Send less in one request.',
  555: 'Bitbucket ran out of its own time: ask for less, or try again in a minute.',
};

function general({ status, method }: Refusal): string {
  if (status < 500) return 'Change the request as it says.';
  if (isRead(method)) return 'Bitbucket has a problem: try again in a minute.';
  return 'Bitbucket has a problem. This write may have had its effect: look first, then try again in a minute.';
}

/** Facts: bitbucket-api section 2; the API wants the e-mail, git a fixed user name. */
function rejected(refusal: Refusal, credentials: Credentials): Advice {
  const message = `Bitbucket rejects the credentials: ${refusal.words || 'no reason given'} (HTTP 401)`;
  if (credentials.kind === 'access-token') {
    return {
      message,
      hint: 'Check BITBUCKET_ACCESS_TOKEN: it may be expired, revoked or cut off.',
    };
  }
  return {
    message,
    hint: `Check that the token is not expired, was made with "Create API token with scopes" for Bitbucket, and that ${credentials.email} is the e-mail of that Atlassian account (ATLASSIAN_USER_EMAIL; the user name does not work).`,
  };
}

function forbidden(refusal: Refusal): Advice {
  const lacking = refusal.required.filter((scope) => !refusal.granted.includes(scope));
  const missing = lacking.slice(0, 4);
  if (missing.length === 0) {
    return {
      message: said(refusal),
      hint: 'The account may not do this: ask an administrator of the repository or workspace.',
    };
  }
  const has = refusal.granted.length > 0 ? refusal.granted.slice(0, 6).join(', ') : 'none of these';
  return {
    message: `The token lacks the scope ${missing.join(' and ')} (HTTP 403).`,
    hint: `Make a new token with it (no scope implies another; a token cannot be changed). This one has: ${has}.`,
  };
}

/** What was removed may answer as if it had never been. */
async function removedLongAgo({ path, method, status }: Refusal): Promise<Advice | undefined> {
  const { removedAt } = await import('../catalogue/removed.ts');
  const removed = removedAt(bare(path), method);
  if (removed?.status !== 'removed') return undefined;
  const since = removed.since ? ` on ${removed.since}` : '';
  const message = `Bitbucket removed ${short(bare(path))}${since} (HTTP ${status}).`;
  return { message, hint: removed.instead, code: 'GONE' };
}

async function noSuchOperation(refusal: Refusal): Promise<Advice> {
  const removed = await removedLongAgo(refusal);
  if (removed) return removed;
  const { operationsAt } = await import('../catalogue/operations-at.ts');
  const path = bare(refusal.path);
  const methods = [...new Set(operationsAt(path).map((operation) => operation.method))];
  const others = methods.filter((method) => method !== refusal.method);
  const message = `Bitbucket has no such operation: ${refusal.method} ${short(path)} (HTTP 403).`;
  const branch = refusal.method === 'GET' ? slashed(refusal.path) : undefined;
  if (branch) return { message, hint: (await belowCommit(refusal)) ?? branch };
  if (others.length > 0) return { message, hint: `This address takes ${others.join(', ')}.` };
  return { message, hint: await nearest(refusal) };
}

async function notFound(refusal: Refusal): Promise<Advice> {
  const { matchOperation } = await import('../catalogue/match-operation.ts');
  const message = `Not found: ${refusal.words || short(refusal.path)} (HTTP 404)`;
  const { mistakenValue } = await import('../catalogue/mistaken-value.ts');
  const meant = mistakenValue(bare(refusal.path));
  if (meant !== undefined) return { message, hint: `Did you mean GET ${short(meant)}?` };
  if (matchOperation(refusal.method, bare(refusal.path))) {
    return {
      message,
      hint:
        slashed(refusal.path) ??
        'Check the names in it, and that the token may see the repository (a private one looks like a missing one).',
    };
  }
  const removed = await removedLongAgo(refusal);
  if (removed) return removed;
  return {
    message: `No such endpoint: ${refusal.method} ${short(bare(refusal.path))} (HTTP 404)`,
    hint: await nearest(refusal),
  };
}

/** A branch with a slash has no address under /src and /commits (BCLOUD-9969). */
function slashed(path: string): string | undefined {
  const part = /\/(src|commits)\/[^/]+(\/|%2f)/i.exec(path)?.[1];
  if (part === 'commits')
    return 'A branch name with a slash goes into the query: /commits?include=BRANCH.';
  if (part === undefined) return undefined;
  return 'Check commit and path. A branch name with a slash does not work here: take its hash from /refs/branches/NAME (target.hash).';
}

/** /commits/HASH/statuses lies under /commit/HASH, and is no branch with a slash. */
async function belowCommit({ method, path }: Refusal): Promise<string | undefined> {
  const { nearestOperations } = await import('../catalogue/nearest-operations.ts');
  const [near] = nearestOperations(method, bare(path), 1);
  if (near === undefined || near.endpoint.template.endsWith('/{revision}')) return undefined;
  return `Did you mean ${near.method} ${short(near.path)}?`;
}

async function nearest({ method, path }: Refusal): Promise<string> {
  const { nearestOperations } = await import('../catalogue/nearest-operations.ts');
  const found = nearestOperations(method, bare(path), 3);
  if (found.length === 0) return 'bbx endpoints WORD... finds the right one.';
  return `Did you mean ${found.map((near) => `${near.method} ${short(near.path)}`).join(', or ')}?`;
}

async function gone(refusal: Refusal): Promise<Advice> {
  const { removedAt } = await import('../catalogue/removed.ts');
  const removed = removedAt(bare(refusal.path), refusal.method);
  const since = removed?.since ? ` on ${removed.since}` : '';
  const message = `Bitbucket removed ${short(bare(refusal.path))}${since}: ${refusal.words} (HTTP 410)`;
  return {
    message,
    hint: removed?.instead ?? 'bbx endpoints WORD... shows what there is instead.',
  };
}

function rateLimited(seconds: number | undefined): Advice {
  if (seconds === undefined) {
    return {
      message: 'The rate limit is reached (HTTP 429).',
      hint: 'Bitbucket did not say for how long; its window is an hour. Wait some minutes.',
    };
  }
  const at = new Date(Date.now() + seconds * 1000).toISOString().slice(11, 16);
  const when = seconds < 60 ? '' : `Come back at ${at} UTC. `;
  return {
    message: `The rate limit is reached for ${seconds} more second${seconds === 1 ? '' : 's'} (HTTP 429).`,
    hint: `${when}The limit counts for the whole account, over an hour.`,
  };
}

const bare = (path: string) => path.split('?')[0] ?? path;

const short = (path: string) => (path.length > 110 ? `${path.slice(0, 109)}…` : path);
