import { allEndpoints } from '../../../core/catalogue/all-endpoints.ts';

const REPOSITORY = '/repositories/{workspace}/{repo_slug}';

/** The whole catalogue in about 2,000 tokens: a line for each path, with its methods. */
export function catalogueText(): string {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, template, method } of allEndpoints()) {
    const paths = groups.get(group) ?? new Map<string, string[]>();
    const path = template.replace(REPOSITORY, '~');
    groups.set(group, paths.set(path, [...(paths.get(path) ?? []), method]));
  }
  const lines = [...groups].flatMap(([group, paths]) => [
    `# ${group}`,
    ...[...paths].map(([path, methods]) => `${methods.join(' ')} ${path}`),
  ]);
  return [`~ is ${REPOSITORY}`, ...lines].join('\n');
}
