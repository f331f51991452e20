import { table } from '../output/table.ts';
import { oneLine } from '../output/table-cell.ts';
import type { CredentialStatus } from './status.ts';
import type { RateLimit } from './status-rate.ts';
import type { Scopes } from './status-scopes.ts';

/** How the text is drawn. */
export interface Look {
  readonly width: number;
  readonly colour: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const KINDS = {
  'api-token': 'API token',
  'access-token': 'access token of a repository, project or workspace',
} as const;

/** Draws the status for people; nothing in it can control the terminal. */
export async function statusText(all: readonly CredentialStatus[], look: Look): Promise<string> {
  const parts: string[] = [];
  for (const status of all) {
    const lines = await table(rows(status, look.now), { ...look, width: look.width - 2 });
    parts.push(`${title(status)}\n${lines.replace(/^/gm, '  ')}\n`);
  }
  return parts.join('\n');
}

function title({ profile, current, used }: CredentialStatus): string {
  const marks = [current && 'current', used && 'used here'].filter(Boolean).join(', ');
  const name = profile === null ? 'no profile' : `profile ${profile}`;
  return oneLine(marks ? `${name} (${marks})` : name);
}

function rows(status: CredentialStatus, now: number): Record<string, string | undefined> {
  const { host, identity, email, kind, place, scopes, problem } = status;
  const who = [identity?.display_name, identity?.nickname && `(${identity.nickname})`, email];
  const known = [
    ['host', host],
    ['identity', oneLine(who.filter(Boolean).join(' '))],
    ['token', kind && `${KINDS[kind]}, from ${place}`],
    ['expires', expiry(status.expires, now)],
    ['rate limit', status.rate_limit && rateWords(status.rate_limit)],
    ...(scopes ? scopeRows(scopes) : []),
    ['problem', problem?.message],
    ['remedy', problem?.hint],
  ];
  return Object.fromEntries(known.map(([name, value]) => [name, value || null]));
}

function scopeRows(scopes: Scopes) {
  const list = scopes.granted.map(oneLine).join(', ');
  const rest = scopes.complete ? '' : ' (perhaps more: Bitbucket did not list them)';
  const allows = scopes.allows.map(({ name, able, lacks, unknown }) => {
    if (able === 'yes') return [name, 'yes'];
    if (able === 'no') return [name, `no, lacks ${lacks.join(' and ')}`];
    return [name, `not known: Bitbucket does not say whether it has ${unknown.join(' and ')}`];
  });
  return [
    ['scopes', `${list || (scopes.complete ? 'none' : 'not known')}${list && rest}`],
    ...allows,
  ];
}

function rateWords({ limit, remaining, reset, near }: RateLimit): string {
  const left = remaining === undefined ? undefined : `${remaining} left`;
  const words = [
    left,
    limit === undefined ? undefined : `of ${limit} an hour`,
    near && '(less than a fifth is left)',
    reset === undefined ? undefined : `(anew in ${reset} s)`,
  ];
  return words.filter(Boolean).join(' ');
}

const DAY = 24 * 60 * 60 * 1000;

/** A date in words, with the days that are left. */
function expiry(date: string | undefined, now: number): string | undefined {
  if (date === undefined) return undefined;
  const end = Date.parse(date);
  if (Number.isNaN(end)) return oneLine(date);
  const days = Math.floor((end - now) / DAY);
  if (days < 0) return `${oneLine(date)}, which has passed`;
  return `${oneLine(date)}, in ${days} ${days === 1 ? 'day' : 'days'}`;
}
