import * as z from 'zod/mini';
import type { Endpoint } from '../../core/catalogue/endpoint.ts';
import { nearestWords } from '../../core/catalogue/nearest-words.ts';
import { type Removed, removedAt } from '../../core/catalogue/removed.ts';
import { searchOperations } from '../../core/catalogue/search-operations.ts';
import { searchRemoved } from '../../core/catalogue/search-removed.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';

const DEFAULT_LIMIT = 30;
/** How many removed operations are worth a note beside those that live. */
const MOST_NOTES = 3;

/** Searches the catalogue, without a request: what Bitbucket can do, and what it needs for it. */
export const endpoints = defineOperation({
  name: 'endpoints',
  summary: 'Search the operations of the Bitbucket API',
  description:
    'Finds REST operations by words (pull request, build, webhook), by a piece of a path or a ' +
    'whole path, by method (delete) or by scope (write:pullrequest); all words must fit. Gives ' +
    'method, path, the API-token scopes it needs (all of them; each ends in :bitbucket), its query ' +
    'names and, for lists, the highest pagelen. Lists also take page and pagelen, and every JSON ' +
    'answer takes fields. Removed operations say what to use instead. Works offline.',
  examples: [
    'endpoints pull request comments',
    'endpoints /pullrequests --limit 5',
    'endpoints write:pullrequest',
    'endpoints delete branch',
  ],
  effect: 'read',
  input: z.strictObject({
    words: z._default(
      z
        .array(z.string())
        .check(
          z.describe('Words, paths, methods or scopes, all of which must fit; none lists all'),
        ),
      [],
    ),
    limit: z._default(
      z.int().check(z.minimum(1), z.maximum(1000), z.describe('How many rows at most')),
      DEFAULT_LIMIT,
    ),
  }),
  positional: ['words'],
  run: async ({ words, limit }, context) => {
    const current = searchOperations(words);
    const { asked, named } = searchRemoved(words);
    const gone = named.filter((one) => one.status === 'removed');
    const removed = current.length > 0 || asked.length > 0 ? asked : gone;
    if (current.length + removed.length === 0) throw nothing(words);
    if (removed !== gone) for (const one of gone.slice(0, MOST_NOTES)) context.note(farewell(one));
    const found = [
      ...removed.filter((one) => one.status === 'removed').map(removedRow),
      ...current.map(currentRow),
    ];
    const values = withFates(found.slice(0, limit));
    const size = found.length;
    // No page: a note on one would offer --all, and here the limit is what cuts.
    if (values.length < size) {
      context.note(`${values.length} of ${size} shown; --limit ${size} shows all of them`);
    }
    return { kind: 'data', data: { values, size } };
  },
});

const farewell = ({ method, template, since, instead }: Removed) =>
  `${method === 'any' ? '' : `${method} `}${template} was removed${since ? ` (${since})` : ''}. ${instead}`;

/** A row, and what becomes of its operation where that is not simply living on. */
interface Found {
  readonly row: Row;
  readonly fate: Removed | undefined;
}

/** Every row has the same columns; status, since and instead are there when a row needs them. */
function withFates(found: readonly Found[]): object[] {
  if (!found.some(({ fate }) => fate)) return found.map(({ row }) => row);
  return found.map(({ row, fate }) => ({
    ...row,
    status: fate?.status ?? 'current',
    since: fate?.since ?? null,
    instead: fate?.instead ?? null,
  }));
}

interface Row {
  readonly method: string;
  readonly path: string;
  readonly scopes: string;
  readonly query: string;
  readonly pagelen: number | null;
}

const IMPLIED = new Set(['page', 'pagelen', 'fields']);

const currentRow = (endpoint: Endpoint): Found => ({
  row: {
    method: endpoint.method,
    path: endpoint.template,
    scopes: endpoint.scopes.map((scope) => scope.replace(/:bitbucket$/, '')).join(' '),
    query: endpoint.query.filter((name) => !IMPLIED.has(name)).join(' '),
    pagelen: endpoint.pageLimit ?? null,
  },
  fate: removedAt(endpoint.template, endpoint.method),
});

const removedRow = (fate: Removed): Found => ({
  row: {
    method: fate.method === 'any' ? '*' : fate.method,
    path: fate.template,
    scopes: '',
    query: '',
    pagelen: null,
  },
  fate,
});

function nothing(words: readonly string[]): BbxError {
  const unknown = words
    .flatMap((word) => word.split(/\s+/))
    .filter((word) => searchOperations([word]).length === 0);
  const near = [...new Set(unknown.flatMap((word) => nearestWords(word)))].slice(0, 5);
  const asked = JSON.stringify(words.join(' ').slice(0, 100));
  const [only, ...others] = words.flatMap((word) => word.split(/\s+/));
  const least =
    unknown.length > 0 ? `Leave out ${unknown.join(', ').slice(0, 60)}` : 'Give fewer words';
  const advice =
    only !== undefined && others.length === 0
      ? 'Give another word.'
      : `${least}: every word has to fit.`;
  return new BbxError('NOT_FOUND', `No operation of the Bitbucket API fits ${asked}.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `${advice} \`bbx endpoints\` alone lists everything.`,
  });
}
