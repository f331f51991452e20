import type { RepositoryName } from './web-address.ts';

/** WORKSPACE/REPO. */
export const fullName = ({ workspace, repo }: RepositoryName): string => `${workspace}/${repo}`;

/** The names in WORKSPACE/REPO as Bitbucket writes it; undefined where there is nothing. */
export function namesIn(full: string | undefined): RepositoryName | undefined {
  const [workspace, repo] = full?.split('/') ?? [];
  return workspace && repo ? { workspace, repo } : undefined;
}
