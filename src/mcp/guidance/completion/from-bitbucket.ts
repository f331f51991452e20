import { defaultWorkspace } from '../../../core/auth/credentials.ts';
import { branchPages } from '../../../core/bitbucket/branches.ts';
import { isSlug } from '../../../core/bitbucket/is-slug.ts';
import { listPullRequests } from '../../../core/bitbucket/pull-request-list.ts';
import { userWorkspaces } from '../../../core/bitbucket/user-workspaces.ts';
import type { RepositoryName } from '../../../core/bitbucket/web-address.ts';
import { workspaceRepositories } from '../../../core/bitbucket/workspace-repositories.ts';
import type { Context } from '../../../core/context.ts';
import { BbxError } from '../../../core/errors.ts';
import { currentRepository } from '../../../core/git/current-repository.ts';
import type { Session } from '../../session.ts';
import { contextFor } from '../context-for.ts';
import type { Found } from './found.ts';
import type { Recent } from './recent.ts';

/** Milliseconds: somebody types, and waits for no longer. */
const PATIENCE = 2000;

type Kind = 'workspace' | 'repo' | 'repository' | 'repositories' | 'pull-request' | 'ref';

type Others = Readonly<Record<string, string>>;

const NOTHING: Found = { values: [], more: false };

/**
 * Asks Bitbucket what could be meant, with one request. Nobody is told of an error here: not signed
 * in, refused by the operator's policy or too slow, there is nothing to propose.
 */
export async function fromBitbucket(
  kind: Kind,
  value: string,
  others: Others,
  session: Pick<Session, 'load' | 'policy' | 'recent'>,
  signal: AbortSignal,
): Promise<Found> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  try {
    const context = await contextFor(session, { signal: soon });
    return await LISTS[kind](value, others, { ...context, recent: session.recent });
  } catch (error) {
    if (error instanceof BbxError) return NOTHING;
    throw error;
  }
}

/** The context of a request, and what was found for those just before it. */
type Asking = Context & { readonly recent: Recent };

type List = (value: string, others: Others, context: Asking) => Promise<Found>;

const LISTS: Readonly<Record<Kind, List>> = {
  workspace: workspaces,
  repo: reposIn,
  repository: repositories,
  repositories: lastOfSeveral,
  'pull-request': pullRequests,
  ref: branches,
};

async function workspaces(value: string, _: Others, context: Asking): Promise<Found> {
  const own = [(await here(context))?.workspace, await defaultWorkspace(context.config)];
  const all = await context.recent
    .get('workspaces', async () => ({ values: [...(await userWorkspaces(context))], more: false }))
    .catch(nothingOf);
  return fitting([...own.filter((name) => name !== undefined), ...all.values], value);
}

async function reposIn(value: string, { workspace }: Others, context: Asking): Promise<Found> {
  const name = workspace ?? (await defaultWorkspace(context.config));
  if (name === undefined || !isSlug(name)) return NOTHING;
  const found = await reposOf(name, value.trim(), context);
  return { ...fitting(found.values, value), more: found.more };
}

/** The repositories of a workspace whose names hold a text: its whole list, where it is short. */
async function reposOf(workspace: string, part: string, context: Asking): Promise<Found> {
  const asked = async (text: string) =>
    await context.recent.get(`repositories ${workspace} ${text}`, async () => {
      const found = await workspaceRepositories(context, workspace, 100, text);
      return { values: found.repositories.map(({ repo }) => repo), more: found.more };
    });
  const all = await asked('');
  return all.more && part !== '' ? await asked(part) : all;
}

/** WORKSPACE/REPO: the clone of the current folder, then what is in the workspace. */
async function repositories(value: string, _: Others, context: Asking): Promise<Found> {
  const clone = await here(context);
  const own = clone ? [`${clone.workspace}/${clone.repo}`] : [];
  const slash = value.indexOf('/');
  const named = slash < 0 ? undefined : value.slice(0, slash);
  const workspace = named ?? (await defaultWorkspace(context.config)) ?? clone?.workspace;
  if (workspace === undefined || !isSlug(workspace)) return fitting(own, value);
  const part = slash < 0 ? value : value.slice(slash + 1);
  const { values: all, more } = await reposOf(workspace, part.trim(), context);
  const names = all.map((repo) => `${workspace}/${repo}`);
  const wanted = slash < 0 ? `${workspace}/${part}` : value;
  const found = fitting([...own, ...names], wanted);
  return { values: found.values, more };
}

/** Several with commas between: the last one is being typed. */
async function lastOfSeveral(value: string, others: Others, context: Asking): Promise<Found> {
  const [, before = '', last = ''] = /^(.*,\s*)?([^,]*)$/.exec(value) ?? [];
  const found = await repositories(last, others, context);
  return { values: found.values.map((name) => before + name), more: found.more };
}

async function pullRequests(value: string, others: Others, context: Asking): Promise<Found> {
  const repository = await repositoryIn(others, context);
  if (repository === undefined) return NOTHING;
  const { workspace, repo } = repository;
  const all = await context.recent.get(`pull requests ${workspace}/${repo}`, async () => {
    const filter = { states: [], sort: '-updated_on', limit: 50 };
    const { found, partial } = await listPullRequests(context, repository, filter);
    return { values: found.map(({ id }) => String(id)), more: partial };
  });
  const typed = value.trim().replace(/^#/, '');
  return { values: all.values.filter((id) => id.startsWith(typed)), more: all.more };
}

async function branches(value: string, others: Others, context: Asking): Promise<Found> {
  const repository = await repositoryIn(others, context);
  if (repository === undefined) return NOTHING;
  const { workspace, repo } = repository;
  const all = await context.recent.get(`branches ${workspace}/${repo}`, async () => {
    for await (const { branches: some, more } of branchPages(context, repository, '-target.date'))
      return { values: some.map(({ name }) => name), more };
    return NOTHING;
  });
  return { ...fitting(all.values, value), more: all.more };
}

/** The repository that was given for other arguments: apart, as WORKSPACE/REPO or REPO; else the clone. */
async function repositoryIn(
  { workspace, repo }: Others,
  context: Context,
): Promise<RepositoryName | undefined> {
  if (repo === undefined || repo.trim() === '') return await here(context);
  const given = workspace === undefined ? repo.trim().split('/') : [workspace, repo];
  const [slug = '', owner = await defaultWorkspace(context.config)] = [...given].reverse();
  const fits = given.length <= 2 && owner !== undefined && isSlug(owner) && isSlug(slug);
  return fits ? { workspace: owner, repo: slug } : undefined;
}

async function here({ cwd, config, signal }: Context): Promise<RepositoryName | undefined> {
  const git = { cwd, env: config.environment, signal };
  return await currentRepository(git, config.gitUrl).catch(() => undefined);
}

/** Those that begin with what was typed, then those that hold it; each once. */
function fitting(all: readonly string[], typed: string): Found {
  const wanted = typed.trim().toLowerCase();
  const names = [...new Set(all)].map((name) => ({ name, at: name.toLowerCase().indexOf(wanted) }));
  const begin = names.filter(({ at }) => at === 0);
  const hold = names.filter(({ at }) => at > 0);
  return { values: [...begin, ...hold].map(({ name }) => name), more: false };
}

const nothingOf = (error: unknown): Found => {
  if (error instanceof BbxError) return NOTHING;
  throw error;
};
