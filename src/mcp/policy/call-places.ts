import { defaultWorkspace } from '../../core/auth/credentials.ts';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import { repositoryName } from '../../core/bitbucket/repository-name.ts';
import { repositoryOf } from '../../core/bitbucket/web-address.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Known } from './foresight.ts';

/**
 * The repositories that a call is about, as its input or the git remote here names them. What cannot
 * be told (a name that is none) is left to the operation, which says so.
 */
export async function placesOf(
  input: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<readonly Known[]> {
  const { repo, workspace, pr } = input;
  const pull_request_id = typeof pr === 'string' ? idIn(pr) : undefined;
  try {
    if (Array.isArray(repo)) return await Promise.all(repo.map((name) => named(name, context)));
    if (typeof workspace === 'string') return [{ workspace }];
    const linked = typeof pr === 'string' ? repositoryOf(pr, context.config.gitUrl) : undefined;
    const place = linked ?? (await repositoryHere(context));
    return [{ workspace: place.workspace, repo_slug: place.repo, pull_request_id }];
  } catch (error) {
    if (error instanceof BbxError) return [{ pull_request_id }];
    throw error;
  }
}

async function named(name: unknown, { config }: Context): Promise<Known> {
  const found = await repositoryName(String(name), config.gitUrl, () => defaultWorkspace(config));
  return { workspace: found.workspace, repo_slug: found.repo };
}

const idIn = (pr: string): string | undefined =>
  /^#?(\d{1,9})$/.exec(pr.trim())?.[1] ?? /\/pull-requests\/(\d{1,9})(\/|$)/.exec(pr)?.[1];
