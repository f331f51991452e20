import { resolve } from 'node:path';
import { defaultWorkspace } from '../../core/auth/credentials.ts';
import { repositoryName } from '../../core/bitbucket/repository-name.ts';
import type { RepositoryName } from '../../core/bitbucket/web-address.ts';
import type { Config } from '../../core/config.ts';
import { BbxError } from '../../core/errors.ts';

/** What a person or an agent asked for. */
export interface CloneRequest {
  readonly repoSlug: string;
  readonly workspaceSlug?: string | undefined;
  readonly targetPath?: string | undefined;
  readonly branch?: string | undefined;
  readonly depth?: number | undefined;
  readonly gitArgs?: readonly string[] | undefined;
}

export interface ClonePlan {
  readonly repository: RepositoryName;
  /** Absolute. */
  readonly directory: string;
  /** Options of git clone. */
  readonly options: readonly string[];
}

/**
 * Checks a request for a clone before anything is made or sent.
 * @param cwd where a relative targetPath starts
 * @throws BbxError USAGE for names that are none
 */
export async function clonePlan(
  request: CloneRequest,
  config: Config,
  cwd: string,
): Promise<ClonePlan> {
  const { workspaceSlug, gitArgs = [] } = request;
  const repository = await repositoryName(
    request.repoSlug,
    config.gitUrl,
    async () => workspaceSlug ?? (await defaultWorkspace(config)),
  );
  if (workspaceSlug !== undefined && workspaceSlug !== repository.workspace)
    throw usage(`two workspaces are named: ${repository.workspace} and ${workspaceSlug}`);
  if (gitArgs.includes('--')) throw usage('"--" cannot be among the options for git clone');
  const target = folderName(request.targetPath ?? repository.repo);
  return {
    repository,
    // No shell has seen the path that an agent gives.
    directory: resolve(cwd, target.replace(/^~(?=$|[\\/])/, config.home)),
    options: ['--progress', ...branchOption(request.branch), ...depthOption(request), ...gitArgs],
  };
}

function branchOption(branch: string | undefined): string[] {
  if (branch === undefined) return [];
  if (/^-|[\s\p{Cc}]|^$/u.test(branch)) throw usage(`no branch is called ${shown(branch)}`);
  return [`--branch=${branch}`];
}

const depthOption = ({ depth }: CloneRequest) => (depth === undefined ? [] : [`--depth=${depth}`]);

function folderName(path: string): string {
  if (/\p{Cc}|^$/u.test(path)) throw usage(`no folder is called ${shown(path)}`);
  return path;
}

const usage = (message: string) =>
  new BbxError('USAGE', `${message[0]?.toUpperCase()}${message.slice(1)}.`, {
    hint: 'Nothing was cloned; the help of clone tells what it takes.',
  });

const shown = (text: string) => JSON.stringify(text.slice(0, 80));
