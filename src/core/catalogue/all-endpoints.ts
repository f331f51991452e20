import type { Method } from '../client/client.ts';
import { CATALOGUE } from './data.ts';
import type { Endpoint } from './endpoint.ts';

const VERBS: Readonly<Record<string, string>> = {
  r: 'read',
  w: 'write',
  a: 'admin',
  d: 'delete',
};
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const isMethod = (word: string): word is Method => METHODS.has(word);

let parsed: readonly Endpoint[] | undefined;

/**
 * Every operation of Bitbucket Cloud, read from the compact text on first use.
 * @throws Error when that text is damaged, which a test of the generator rules out
 */
export function allEndpoints(): readonly Endpoint[] {
  parsed ??= parse(CATALOGUE);
  return parsed;
}

function parse(text: string): Endpoint[] {
  let group = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('# ')) group = line.slice(2);
    return line === '' || line.startsWith('#') ? [] : [parseLine(line, group)];
  });
}

function parseLine(line: string, group: string): Endpoint {
  const [method = '', path = '', ...marks] = line.split(' ');
  if (!isMethod(method)) throw new Error(`damaged line in the catalogue: ${line}`);
  const mark = (first: string) => marks.find((m) => m.startsWith(first))?.slice(1);
  const scopes = marks.find((m) => /^[rwad]+:/.test(m));
  const raw = marks.includes('raw');
  const limit = mark('@');
  return {
    method,
    template: path.replace('~', '/repositories/{workspace}/{repo_slug}'),
    group,
    scopes: scopes === undefined ? [] : scopes.split(',').flatMap(longScopes),
    query: [
      ...(mark('?')?.split(',') ?? []),
      ...(limit === undefined ? [] : ['page', 'pagelen']),
      // Narrative, "Partial responses": JSON answers can be cut down with `fields`.
      ...(method === 'GET' && !raw ? ['fields'] : []),
    ],
    pageLimit: limit === undefined ? undefined : Number(limit),
    raw,
  };
}

/** "rw:pullrequest" → "read:pullrequest:bitbucket", "write:pullrequest:bitbucket". */
function longScopes(code: string): string[] {
  const [letters = '', noun = ''] = code.split(':');
  return [...letters].map((letter) => `${VERBS[letter]}:${noun}:bitbucket`);
}
