import { segmentsOf } from './template.ts';

const REPOSITORY = 'repositories/[^/]+/[^/]+';

/** Words that stand where the API wants a value, and the path that they mean. */
const MISTAKEN: readonly (readonly [path: RegExp, meant: string])[] = [
  [/^users\/(me|self|@?myself|current)$/i, '/user'],
  [new RegExp(`^(${REPOSITORY})/pipelines/(latest|last|runs)$`), '/$1/pipelines?sort=-created_on'],
  [new RegExp(`^(${REPOSITORY})/pipelines/variables$`), '/$1/pipelines_config/variables'],
  [new RegExp(`^(${REPOSITORY}/pullrequests/\\d+)\\.(diff|patch)$`), '/$1/$2'],
];

/**
 * What somebody meant by a path that is one only because a word stands in the place of a value:
 * /users/me, /pipelines/latest.
 * @param path with or without /2.0 and a query
 */
export function mistakenValue(path: string): string | undefined {
  const plain = segmentsOf(path).join('/');
  const [pattern, meant] = MISTAKEN.find(([one]) => one.test(plain)) ?? [];
  return pattern && meant && plain.replace(pattern, meant);
}
