import type { Credentials } from '../auth/authorization.ts';
import { defaultWorkspace } from '../auth/credentials.ts';
import { type Accepted, identify } from '../auth/status-identity.ts';
import { type Ask, openProbe } from '../auth/status-probe.ts';
import { learnScopes, rememberedScopes } from '../auth/status-scopes.ts';
import { dismiss } from '../client/body.ts';
import { Deadline } from '../client/deadline.ts';
import { createTransport } from '../client/transport.ts';
import type { Deps } from './deps.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Credentials that were found and accepted. */
export interface Session {
  readonly ask: Ask;
  readonly found: Credentials;
  readonly accepted: Accepted;
}

/** More than this apart, and certificates and signatures begin to fail. */
const APART = 5 * 60 * 1000;

/** The clock, against the Date of an answer that needs no credentials. */
export async function checkClock({ config, signal }: Deps): Promise<Finding> {
  const response = await createTransport(config)({
    method: 'GET',
    url: new URL(`${config.apiUrl}/2.0/user`),
    headers: {},
    body: undefined,
    deadline: new Deadline(signal, 5),
  });
  await dismiss(response.body);
  const theirs = Date.parse(response.header('date'));
  if (Number.isNaN(theirs)) return ok('clock', 'not compared: the answer has no date');
  const apart = Date.now() - theirs;
  if (Math.abs(apart) <= APART) return ok('clock', "as Bitbucket's");
  const minutes = Math.round(Math.abs(apart) / 60_000);
  const found = `${minutes} minutes ${apart > 0 ? 'ahead of' : 'behind'} Bitbucket's`;
  return warn('clock', found, 'Set the clock of this machine; certificates depend on it.');
}

/**
 * Signs in as any command would.
 * @throws BbxError as identify does
 */
export async function signIn({ config, signal }: Deps, found: Credentials): Promise<Session> {
  const ask = openProbe({ ...config, timeout: 5 }, found, signal);
  const workspace = await defaultWorkspace(config).catch(() => undefined);
  return { ask, found, accepted: await identify(ask, found, workspace) };
}

/** The credentials: where they are from, and whether Bitbucket takes them. */
export function credentialsFinding(
  { found, accepted }: Session,
  now: number,
  expires?: string,
): Finding {
  const { identity } = accepted;
  const who = identity?.display_name ?? identity?.nickname;
  const whose = who ? `accepted, as ${who}` : 'accepted, without a user of its own to show';
  const detail = `from ${found.source}, ${whose}`;
  const left = expires === undefined ? Number.NaN : Date.parse(expires) - now;
  if (Number.isNaN(left) || left > 14 * 24 * 60 * 60 * 1000) return ok('credentials', detail);
  const remedy = 'Make a new token in time, and run bbx auth login.';
  return warn('credentials', `${detail}; the token ends on ${expires}`, remedy);
}

/** The scopes that reading needs; what else the token can do, bbx auth status tells. */
export async function checkScopes({ config }: Deps, session: Session): Promise<Finding> {
  const { ask, found, accepted } = session;
  const { profile } = config.profile ?? {};
  const workspace = await defaultWorkspace(config).catch(() => undefined);
  const nearby = { workspace, repository: profile?.repository };
  const scopes = await learnScopes(ask, found, accepted.answer, nearby, rememberedScopes(profile));
  const reading = scopes.allows.find(({ name }) => name === 'reading');
  const said = (names: readonly string[] | undefined) => names?.join(', ') ?? '';
  if (reading?.able === 'no') {
    const remedy =
      'Make a new token with these scopes (a token cannot be changed), and run bbx auth login.';
    return warn('scopes', `the token lacks ${said(reading.lacks)} for reading`, remedy);
  }
  if (reading?.able === 'unknown') {
    return ok(
      'scopes',
      `not known: Bitbucket does not say whether it has ${said(reading.unknown)}`,
    );
  }
  const others = scopes.allows.filter(({ name }) => name !== 'reading');
  const named = (able: string) => others.filter((one) => one.able === able).map(({ name }) => name);
  const parts = [
    ['also for', named('yes')],
    ['not for', named('no')],
    ['perhaps for', named('unknown')],
  ] as const;
  const more = parts.filter(([, names]) => names.length > 0);
  const words = more.map(([lead, names]) => `${lead} ${names.join(', ')}`);
  return ok('scopes', ['enough for reading', ...words].join('; '));
}
