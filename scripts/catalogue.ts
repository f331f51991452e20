import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { FIFTY, MORE_LISTS, NO_PAGES, PAGE_MAXIMUM, QUERY_FACTS, RAW } from './catalogue-facts.ts';

const Parameter = z.looseObject({
  name: z.optional(z.string()),
  in: z.optional(z.string()),
  $ref: z.optional(z.string()),
});
const Operation = z.looseObject({
  tags: z.array(z.string()),
  parameters: z.optional(z.array(Parameter)),
  responses: z.record(z.string(), z.unknown()),
  'x-atlassian-oauth2-scopes': z.optional(z.array(z.object({ scopes: z.array(z.string()) }))),
});
const Item = z.looseObject({
  parameters: z.optional(z.array(Parameter)),
  get: z.optional(Operation),
  post: z.optional(Operation),
  put: z.optional(Operation),
  patch: z.optional(Operation),
  delete: z.optional(Operation),
});
const Description = z.looseObject({ paths: z.record(z.string(), Item) });

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const REPOSITORY = '/repositories/{workspace}/{repo_slug}';
const DEFAULT_SOURCE = '../shared/data/bitbucket-cloud-openapi.json';
const TARGET = new URL('../src/core/catalogue/data.ts', import.meta.url);

/**
 * Turns an OpenAPI 3 description of Bitbucket Cloud into the catalogue's text: a heading per tag,
 * and below it a line per operation, as src/core/catalogue/data.ts explains.
 * @param source the description, parsed from its JSON
 * @throws when it is not such a description
 */
export function catalogueLines(source: unknown): string[] {
  const { paths } = Description.parse(source);
  const groups = new Map<string, string[]>();
  for (const [path, item] of Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const tag = slug(operation.tags[0] ?? 'other');
      const line = describe(source, `${method.toUpperCase()} ${short(path)}`, item, operation);
      groups.set(tag, [...(groups.get(tag) ?? []), line]);
    }
  }
  const inOrder = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.flatMap(([tag, lines]) => [`# ${tag}`, ...lines]);
}

function describe(
  source: unknown,
  name: string,
  item: z.output<typeof Item>,
  operation: z.output<typeof Operation>,
): string {
  const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((parameter) => Parameter.parse(resolve(source, parameter)))
    .filter((parameter) => parameter.in === 'query')
    .flatMap((parameter) => parameter.name ?? []);
  const added = QUERY_FACTS.filter((fact) => fact.at.test(name)).flatMap((fact) => fact.add);
  const implied = ['page', 'pagelen', 'fields'];
  const query = [...new Set([...declared, ...added])].filter((key) => !implied.includes(key));
  const marks = [
    shortScopes(operation['x-atlassian-oauth2-scopes']?.flatMap((entry) => entry.scopes) ?? []),
    query.length > 0 ? `?${query.join(',')}` : '',
    pages(source, name, operation.responses),
    RAW.some((pattern) => pattern.test(name)) ? 'raw' : '',
  ];
  return [name, ...marks.filter((mark) => mark !== '')].join(' ');
}

/** "@50" for a list that gives at most 50 values a page, "" for what is no list. */
function pages(source: unknown, name: string, responses: Record<string, unknown>): string {
  const list = MORE_LISTS.some((pattern) => pattern.test(name)) || answersList(source, responses);
  if (!list || !name.startsWith('GET ') || NO_PAGES.test(name)) return '';
  return `@${FIFTY.some((pattern) => pattern.test(name)) ? 50 : PAGE_MAXIMUM}`;
}

function answersList(source: unknown, responses: Record<string, unknown>): boolean {
  const content = field(resolve(source, responses['200']), 'content');
  return hasValues(source, field(field(content, 'application/json'), 'schema'));
}

function hasValues(source: unknown, schema: unknown): boolean {
  const resolved = resolve(source, schema);
  if (field(field(resolved, 'properties'), 'values') !== undefined) return true;
  const parts = field(resolved, 'allOf');
  return Array.isArray(parts) && parts.some((part: unknown) => hasValues(source, part));
}

/** Follows "#/components/..." to what it names; anything else is itself. */
function resolve(source: unknown, value: unknown): unknown {
  const reference = field(value, '$ref');
  if (typeof reference !== 'string') return value;
  const keys = reference.split('/').slice(1);
  return resolve(source, keys.reduce<unknown>(field, source));
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

/** "read:pullrequest:bitbucket", "write:pullrequest:bitbucket" → "rw:pullrequest". */
function shortScopes(scopes: readonly string[]): string {
  const verbs = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const [verb = '', noun = '', app] = scope.split(':');
    if (app !== 'bitbucket') throw new Error(`not a scope of Bitbucket: ${scope}`);
    verbs.set(noun, (verbs.get(noun) ?? new Set()).add(verb.charAt(0)));
  }
  const codes = [...verbs].map(([noun, letters]) => {
    return `${['r', 'w', 'a', 'd'].filter((letter) => letters.has(letter)).join('')}:${noun}`;
  });
  return codes.sort().join(',');
}

const short = (path: string) =>
  path === REPOSITORY || path.startsWith(`${REPOSITORY}/`)
    ? `~${path.slice(REPOSITORY.length)}`
    : path;

const slug = (tag: string) => tag.toLowerCase().replaceAll(' ', '-');

/** The source text of src/core/catalogue/data.ts for these lines. */
export function catalogueModule(lines: readonly string[]): string {
  return `/**
 * Every operation of Bitbucket Cloud's REST API. Made by scripts/catalogue.ts from Atlassian's API
 * description and scripts/catalogue-facts.ts; do not edit by hand.
 *
 * A line is METHOD, path template (\`~\` stands for ${REPOSITORY}) and marks:
 * \`rw:pullrequest\` scopes (r read, w write, a admin, d delete), \`?a,b\` query names, \`@50\` a list
 * with at most so many values a page, \`raw\` bytes. A line with # opens a group.
 */
export const CATALOGUE = \`
${lines.join('\n')}
\`;
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source: unknown = JSON.parse(readFileSync(process.argv[2] ?? DEFAULT_SOURCE, 'utf8'));
  const lines = catalogueLines(source);
  writeFileSync(TARGET, catalogueModule(lines));
  const count = lines.filter((line) => !line.startsWith('#')).length;
  process.stdout.write(`${count} operations written to ${fileURLToPath(TARGET)}\n`);
}
