import { defaultWorkspace } from '../auth/credentials.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { currentBranch, currentRepository } from '../git/current-repository.ts';
import { repositoryName } from './repository-name.ts';
import type { RepositoryName } from './web-address.ts';

const PLACEHOLDER = /\{(workspace|repo_slug|repo|branch)\}/g;

/**
 * Fills {workspace}, {repo_slug}, {repo} and {branch}. The repository is the one of -R, else that of
 * the git remote; the workspace alone may also come from BITBUCKET_DEFAULT_WORKSPACE. Other braces
 * (a {uuid}) stay as they are.
 * @param encode how a value is written into the text
 * @throws BbxError USAGE when a placeholder has nothing to stand for
 */
export async function fillPlaceholders(
  text: string,
  context: Context,
  encode: (value: string) => string = (value) => value,
): Promise<string> {
  const names = new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]));
  if (names.size === 0) return text;
  const values: Record<string, string | undefined> = {};
  if (names.has('branch')) values.branch = await currentBranch(gitHere(context));
  if (names.has('repo') || names.has('repo_slug')) {
    const { workspace, repo } = await repositoryHere(context);
    Object.assign(values, { workspace, repo, repo_slug: repo });
  } else if (names.has('workspace')) {
    values.workspace = await workspaceHere(context);
  }
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : encode(value);
  });
}

/**
 * The repository that a command is about: -R, else the git remote.
 * @throws BbxError USAGE when neither names one
 */
export async function repositoryHere(context: Context): Promise<RepositoryName> {
  const { repository, gitUrl } = context.config;
  if (repository !== undefined) {
    return await repositoryName(repository, gitUrl, () => defaultWorkspace(context.config));
  }
  const here = await currentRepository(gitHere(context), context.config.gitUrl);
  if (here) return here;
  throw new BbxError(
    'USAGE',
    'No repository is named, and no git remote here leads to Bitbucket.',
    {
      hint: 'Name it with -R WORKSPACE/REPO, or run bbx inside a clone.',
    },
  );
}

async function workspaceHere(context: Context): Promise<string> {
  const { repository } = context.config;
  if (repository?.includes('/')) return (await repositoryHere(context)).workspace;
  const here =
    repository === undefined
      ? await currentRepository(gitHere(context), context.config.gitUrl)
      : undefined;
  const name = here?.workspace ?? (await defaultWorkspace(context.config));
  if (name) return name;
  throw new BbxError('USAGE', 'No workspace is named, and no git remote here leads to Bitbucket.', {
    hint: 'Set BITBUCKET_DEFAULT_WORKSPACE, name a repository with -R, or write the workspace out.',
  });
}

const gitHere = ({ cwd, signal, config }: Context) => ({ cwd, signal, env: config.environment });
