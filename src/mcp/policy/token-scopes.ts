import { credentials, defaultWorkspace } from '../../core/auth/credentials.ts';
import { openProbe } from '../../core/auth/status-probe.ts';
import { rememberedScopes, scopesIn } from '../../core/auth/status-scopes.ts';
import { pathBelow } from '../../core/client/url.ts';
import type { Config } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { currentRepository } from '../../core/git/current-repository.ts';
import type { Policy } from './policy.ts';

/** The scopes of the token that a server signs in with. */
export interface TokenScopes {
  /**
   * All of them, in Bitbucket's words; undefined as long as nobody knows. What is not known is asked
   * for once, and waited for only so long.
   * @param wait milliseconds
   */
  readonly known: (wait: number) => Promise<readonly string[] | undefined>;
  /** Whether they are asked for, so that the answer may come late. */
  readonly mayBeLate: () => Promise<boolean>;
  /** Tells once when they become known after somebody was not told in time. */
  readonly onLate: (tell: () => void) => void;
}

/**
 * Looks for the scopes when they are first needed: those that a profile remembers, else in the answer
 * to a cheap read. The token of a profile is not fetched for it, since its keychain may be locked.
 */
export function tokenScopes(load: () => Promise<Config>, policy: Policy): TokenScopes {
  let asked: Promise<readonly string[] | undefined> | undefined;
  const tellers = new Set<() => void>();
  let late = false;
  const tellAll = (scopes: readonly string[] | undefined) => {
    if (scopes !== undefined) for (const tell of tellers) tell();
  };
  return {
    onLate: (tell) => tellers.add(tell),
    mayBeLate: async () =>
      await load().then(
        ({ profile }) => profile === undefined,
        () => true,
      ),
    known: async (wait) => {
      asked ??= scopesOf(load, policy).catch(() => undefined);
      const found = await Promise.race([asked, patience(wait)]);
      if (found !== 'late') return found;
      if (!late) void asked.then(tellAll);
      late = true;
      return undefined;
    },
  };
}

const patience = (wait: number) =>
  new Promise<'late'>((resolve) => {
    setTimeout(() => resolve('late'), wait).unref();
  });

/** Milliseconds for all questions. */
const LONGEST = 15_000;

async function scopesOf(
  load: () => Promise<Config>,
  policy: Policy,
): Promise<readonly string[] | undefined> {
  const config = await load();
  if (config.profile) {
    const kept = rememberedScopes(config.profile.profile);
    return kept.length > 0 ? kept : undefined;
  }
  const found = await credentials(config);
  const ask = openProbe(config, found, AbortSignal.timeout(LONGEST));
  for await (const path of questions(config, found.kind)) {
    if (!(await isPermitted(policy, config, path))) continue;
    const scopes = scopesIn(await ask(path));
    if (scopes !== undefined) return scopes;
  }
  return undefined;
}

/** Reads that each token may try; the last is for administrators, whose refusal names all scopes. */
async function* questions(config: Config, kind: 'api-token' | 'access-token') {
  if (kind === 'api-token') yield '/user';
  else {
    const workspace = await defaultWorkspace(config);
    if (workspace) yield `/repositories/${encodeURIComponent(workspace)}?pagelen=1`;
  }
  const git = { cwd: currentFolder(), env: config.environment };
  const here = await currentRepository(git, config.gitUrl).catch(() => undefined);
  if (here === undefined) return;
  const [workspace, repo] = [here.workspace, here.repo].map(encodeURIComponent);
  yield `/repositories/${workspace}/${repo}/branch-restrictions?pagelen=1`;
}

async function isPermitted({ permit }: Policy, { apiUrl }: Config, path: string): Promise<boolean> {
  const url = new URL(`${apiUrl}/2.0${path}`);
  const exchange = { method: 'GET', url, path: pathBelow(apiUrl, url), redirected: false } as const;
  try {
    await permit?.(exchange);
    return true;
  } catch {
    return false;
  }
}
