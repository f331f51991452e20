import type { Asked } from './asked.ts';
import type { Reaches } from './reach.ts';
import { reachesByBody } from './reaches-by-body.ts';
import { reachesByCommit } from './reaches-by-commit.ts';

/**
 * Finds the other repositories in a request: those before a commit, and those in the body of a pull
 * request, a fork or a repository. Where the server itself has redirected a read, it has chosen the
 * commits (the diff of a pull request from a fork names the fork).
 */
export function reachesOf(asked: Asked): Reaches {
  const { template, segments } = asked.readings.meant;
  const [, workspace = '', repo = ''] = segments;
  const home = [workspace, repo] as const;
  const end = template?.replace('/repositories/{workspace}/{repo_slug}', '~') ?? '';
  const found = [
    ...(asked.verb === 'GET' && asked.redirected ? [] : [reachesByCommit(asked, home)]),
    ...(asked.verb === 'POST' || asked.verb === 'PUT' ? [reachesByBody(asked, end, home)] : []),
  ];
  return {
    others: found.flatMap(({ others }) => others),
    unclear: found.map(({ unclear }) => unclear).find(Boolean),
  };
}
