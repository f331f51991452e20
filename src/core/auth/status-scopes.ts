import { getAt } from '../bitbucket/json-object.ts';
import type { Profile } from '../settings/settings.ts';
import type { Credentials } from './authorization.ts';
import { SCOPE_SETS, type ScopeSet } from './scopes.ts';
import { classicName, worthOf } from './status-classic.ts';
import type { Ask, Probe } from './status-probe.ts';

/** What could be learned of the scopes of a token. */
export interface Scopes {
  /** In Bitbucket's words where it said them, else those that a request has shown to be there. */
  readonly granted: readonly string[];
  /** Whether these are all, so that any other is known to be absent. */
  readonly complete: boolean;
  /** What they are good for, for each of SCOPE_SETS. */
  readonly allows: readonly Allowance[];
}

export interface Allowance {
  readonly name: ScopeSet['name'];
  readonly able: 'yes' | 'no' | 'unknown';
  readonly lacks: readonly string[];
  /** Scopes of which nobody could say whether they are there. */
  readonly unknown: readonly string[];
}

/** Where to ask: a workspace and a repository that the credentials are known to be for. */
export interface Nearby {
  readonly workspace?: string | undefined;
  readonly repository?: string | undefined;
}

/**
 * Learns the scopes by cheap GETs. Bitbucket lists all of them in a 403 (`detail.granted`) and in
 * the header X-OAuth-Scopes where it sends that, so asking ends with the first list; until then a
 * success shows one scope each. Branch restrictions are read by administrators alone, so asking for
 * them makes most tokens tell their list.
 * @param first the answer of GET /user
 * @param stored as they were when the token was stored; a token's scopes cannot be changed later
 */
export async function learnScopes(
  ask: Ask,
  { kind }: Credentials,
  first: Probe,
  nearby: Nearby,
  stored: readonly string[],
): Promise<Scopes> {
  const known = new Knowledge(stored);
  known.learn(first, 'read:user');
  for await (const [probe, scope] of probes(ask, kind, nearby)) {
    if (known.list === undefined) known.learn(probe, scope);
    if (known.list !== undefined) break;
  }
  const shown = [...known.shown].map((scope) =>
    kind === 'api-token' ? scope : classicName(scope),
  );
  return {
    granted: known.list ?? [...new Set(shown)],
    complete: known.list !== undefined,
    allows: SCOPE_SETS.map((set) => allowance(set, known, kind)),
  };
}

/** The scopes of a profile's token, unless a command prints it: that may print another by now. */
export const rememberedScopes = (profile: Profile | undefined): readonly string[] =>
  profile?.token === 'command' ? [] : (profile?.scopes ?? []);

async function* probes(ask: Ask, kind: Credentials['kind'], nearby: Nearby) {
  let { workspace, repository } = nearby;
  if (kind === 'api-token') {
    const workspaces = await ask('/user/workspaces?pagelen=1');
    yield [workspaces, 'read:workspace'] as const;
    workspace ??= textAt(workspaces, 'workspace.slug');
  }
  if (workspace === undefined) return;
  const home = `/repositories/${encodeURIComponent(workspace)}`;
  const repositories = await ask(`${home}?pagelen=1`);
  yield [repositories, 'read:repository'] as const;
  repository ??= textAt(repositories, 'slug') ?? textAt(repositories, 'name');
  if (repository === undefined) return;
  const place = `${home}/${encodeURIComponent(repository)}`;
  yield [await ask(`${place}/branch-restrictions?pagelen=1`), 'admin:repository'] as const;
  yield [await ask(`${place}/pullrequests?pagelen=1`), 'read:pullrequest'] as const;
  yield [await ask(`${place}/pipelines?pagelen=1`), 'read:pipeline'] as const;
}

/** A text in the first value of a page. */
function textAt({ data }: Probe, path: string): string | undefined {
  const values = getAt(data, 'values');
  const found = getAt(Array.isArray(values) ? values[0] : undefined, path);
  return typeof found === 'string' ? found : undefined;
}

class Knowledge {
  /** Shown to be there, as API-token scopes. */
  readonly shown: Set<string>;
  /** All scopes, in Bitbucket's words. */
  list: readonly string[] | undefined;

  constructor(stored: readonly string[]) {
    this.shown = new Set(stored);
  }

  learn(probe: Probe, scope: string): void {
    this.list = scopesIn(probe);
    if (probe.status < 300) this.shown.add(`${scope}:bitbucket`);
  }

  has(scope: string): 'yes' | 'no' | 'unknown' {
    const held = worthOf(this.list ?? [...this.shown]);
    if (held.includes(scope)) return 'yes';
    return this.list === undefined ? 'unknown' : 'no';
  }
}

/** All scopes of a token, where an answer names them. */
export function scopesIn({ status, data, header }: Probe): string[] | undefined {
  const said = header('x-oauth-scopes').trim();
  if (said !== '') return said.split(/[\s,]+/);
  const granted = status === 403 ? getAt(data, 'error.detail.granted') : undefined;
  if (!Array.isArray(granted)) return undefined;
  return granted.filter((scope) => typeof scope === 'string');
}

/** An access token is nobody's account, so that it cannot and need not read one. */
const OF_AN_ACCOUNT = /^read:(user|workspace):/;

function allowance({ name, scopes }: ScopeSet, known: Knowledge, kind: Credentials['kind']) {
  const own = kind === 'access-token';
  const needed = scopes.filter((scope) => !own || !OF_AN_ACCOUNT.test(scope));
  const those = (answer: 'no' | 'unknown') =>
    needed
      .filter((scope) => known.has(scope) === answer)
      .map((scope) => (own ? classicName(scope) : scope));
  const lacks = those('no');
  const unknown = those('unknown');
  const able = lacks.length > 0 ? 'no' : unknown.length > 0 ? 'unknown' : 'yes';
  return { name, able, lacks, unknown } as const;
}
