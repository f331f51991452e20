import { BbxError } from '../errors.ts';
import { isSlug } from './is-slug.ts';
import { type RepositoryName, repositoryOf } from './web-address.ts';

/**
 * Reads a repository as people write it: REPO, WORKSPACE/REPO, or its address on the web or for git.
 * @param gitUrl where Bitbucket lives, as in Config; addresses elsewhere are refused
 * @param workspace asked when the text names none
 * @throws BbxError USAGE for anything that Bitbucket would not call a repository
 */
export async function repositoryName(
  text: string,
  gitUrl: string,
  workspace: () => Promise<string | undefined>,
): Promise<RepositoryName> {
  if (text.includes(':')) return checked(addressed(text, gitUrl));
  const parts = text.split('/');
  const repo = parts.pop() ?? '';
  if (parts.length > 1 || !isSlug(repo)) throw unusable('repository', text);
  return checked({ workspace: parts[0] ?? (await defaultOf(workspace, text)), repo });
}

/** Refuses what is no slug, before it becomes part of an address or of a command line. */
function checked({ workspace, repo }: RepositoryName): RepositoryName {
  const slug = repo.replace(/(?<=.)(\.git)+$/i, '');
  if (!isSlug(workspace)) throw unusable('workspace', workspace);
  if (!isSlug(slug)) throw unusable('repository', repo);
  return { workspace, repo: slug };
}

function addressed(text: string, gitUrl: string): RepositoryName {
  const repository = repositoryOf(text, gitUrl);
  if (repository) return repository;
  // Not repeated: an address may hold a password.
  throw new BbxError('USAGE', `This is not the address of a repository on ${gitUrl}.`, {
    hint: FORMS,
  });
}

async function defaultOf(
  workspace: () => Promise<string | undefined>,
  repo: string,
): Promise<string> {
  const found = await workspace();
  if (found) return found;
  throw new BbxError('USAGE', `No workspace is named for ${JSON.stringify(repo)}.`, {
    hint: 'Give WORKSPACE/REPO, or set BITBUCKET_DEFAULT_WORKSPACE.',
  });
}

const unusable = (what: string, text: string) =>
  new BbxError('USAGE', `No ${what} is called ${JSON.stringify(text.slice(0, 80))}.`, {
    hint: FORMS,
  });

const FORMS = 'Give WORKSPACE/REPO as in the address of the repository, such as acme/backend-api.';
