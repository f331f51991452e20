import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { currentBranch } from '../git/current-repository.ts';
import { quoted } from './bbql.ts';
import { path, readList } from './call.ts';
import { repositoryHere } from './placeholders.ts';
import { type PullRequest, type PullRequestName, pullRequestOf } from './pull-request.ts';
import { apiPathOf, type RepositoryName } from './web-address.ts';

/**
 * Tells which pull request is meant, as people name one.
 * @param given a number (42, #42), a web address, or a branch; nothing: the current branch's. The
 *   repository is that of -R, else of the git remote; an address names its own
 * @throws BbxError USAGE for what names none, NOT_FOUND when a branch has none, CONFLICT when it has
 *   several open ones
 */
export async function pullRequestName(
  given: string | undefined,
  context: Context,
): Promise<PullRequestName> {
  const text = given?.trim() ?? '';
  if (/^#?\d{1,9}$/.test(text)) {
    return { ...(await repositoryHere(context)), id: Number(text.replace('#', '')) };
  }
  if (/^https?:\/\//i.test(text)) return addressed(text, context);
  const repository = await repositoryHere(context);
  const branch = text || (await branchHere(context));
  return { ...repository, id: await numberOf(branch, repository, context) };
}

const branchHere = async ({ cwd, signal, config }: Context) =>
  await currentBranch({ cwd, signal, env: config.environment });

function addressed(text: string, { config }: Context): PullRequestName {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const api = `${config.apiUrl}/2.0`;
  const at = url && (text.startsWith(api) ? text.slice(api.length) : apiPathOf(url, config.gitUrl));
  const [, workspace, repo, id] =
    /^\/repositories\/((?:[\w.-]|%7[BD])+)\/((?:[\w.-]|%7[BD])+)\/pullrequests\/(\d{1,9})(?:[/?#]|$)/i.exec(
      at ?? '',
    ) ?? [];
  if (workspace === undefined || repo === undefined) {
    throw new BbxError('USAGE', 'This is not the address of a pull request.', {
      hint: `Give a number, a branch, or an address such as ${config.gitUrl}/acme/api/pull-requests/42.`,
    });
  }
  return {
    workspace: decodeURIComponent(workspace),
    repo: decodeURIComponent(repo),
    id: Number(id),
  };
}

/** The open one of a branch, else the one that was last at work on it. */
async function numberOf(
  branch: string,
  { workspace, repo }: RepositoryName,
  context: Context,
): Promise<number> {
  const q = `source.branch.name=${quoted(branch)}`;
  const states = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];
  const { data } = await readList(context, path`/repositories/${workspace}/${repo}/pullrequests`, {
    query: [...states.map((state) => ['state', state] as const), ['q', q], ['sort', '-updated_on']],
    limit: 50,
  });
  const all = data.values.map(pullRequestOf);
  const here = all.filter(({ source }) => source.repository === `${workspace}/${repo}`);
  const found = here.length > 0 ? here : all;
  const open = found.filter(({ state }) => state === 'OPEN');
  const [first = found[0], ...others] = open;
  if (first && others.length === 0) return first.id;
  if (first) throw several(branch, open);
  throw new BbxError(
    'NOT_FOUND',
    `The branch ${branch} has no pull request in ${workspace}/${repo}.`,
    {
      hint: 'Open one with bbx pr create, or name another: a number, an address or a branch.',
    },
  );
}

const several = (branch: string, open: readonly PullRequest[]) =>
  new BbxError('CONFLICT', `The branch ${branch} has ${open.length} open pull requests.`, {
    hint: `Name one: ${open.map(({ id, destination }) => `${id} (into ${destination.branch})`).join(', ')}.`,
  });
