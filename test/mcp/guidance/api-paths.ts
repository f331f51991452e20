import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';

/** The paths in a text: "/pullrequests/{id}" and the like, without what ends a sentence. */
export const pathsIn = (text: string) =>
  [...text.matchAll(/(?<=^|[\s(])…?(\/[\w{}/.%-]*[\w}])/g)].map(([, path = '']) => path);

/** Whether a path takes a method: as it stands, under a repository, or under a pull request. */
export function isOperation(method: string, path: string): boolean {
  const repository = '/repositories/w/r';
  if (path === '/repositories/{workspace}/{repo_slug}') return true;
  const filled = path.replace(/\{\w+\}/g, 'x');
  return ['', repository, `${repository}/pullrequests/1`].some(
    (prefix) => matchOperation(method, prefix + filled) !== undefined,
  );
}
