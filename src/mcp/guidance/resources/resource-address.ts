import { isSlug } from '../../../core/bitbucket/is-slug.ts';
import type { RepositoryName } from '../../../core/bitbucket/web-address.ts';

/** What a URI of this server names. */
export type ResourceAddress =
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'endpoints'; readonly query: string }
  | ({ readonly kind: 'pull-request' | 'diff'; readonly id: number } & RepositoryName)
  | ({ readonly kind: 'file'; readonly commit: string; readonly path: string } & RepositoryName);

/** An address, and where in the text to begin. */
export interface Asked {
  readonly address: ResourceAddress;
  readonly offset: number;
}

/**
 * Reads a URI as the templates write it: each part is decoded once, and no part may lead out of its
 * place, encoded or not. (URL would resolve ".." before anybody can see it.)
 * @returns undefined for what is no resource of this server
 */
export function resourceAddress(uri: string): Asked | undefined {
  const [, rest = '', query = ''] = /^bitbucket:\/\/([^?#]+)(?:\?([^#]*))?$/i.exec(uri) ?? [];
  const parts = decoded(rest);
  const offset = offsetIn(query);
  const address = parts && addressed(parts);
  return address && offset !== undefined ? { address, offset } : undefined;
}

function addressed([first = '', ...rest]: readonly string[]): ResourceAddress | undefined {
  if (first === 'endpoints') return catalogue(rest);
  const [repo = '', room, ...names] = rest;
  if (!isSlug(first) || !isSlug(repo)) return undefined;
  const repository = { workspace: first, repo };
  if (room === 'pull-requests') return pullRequest(repository, names);
  if (room === 'src') return file(repository, names);
  return undefined;
}

function catalogue(rest: readonly string[]): ResourceAddress {
  const query = rest.join('/').trim();
  return query === '' ? { kind: 'catalogue' } : { kind: 'endpoints', query };
}

function pullRequest(
  repository: RepositoryName,
  [id = '', part, ...more]: readonly string[],
): ResourceAddress | undefined {
  if (!/^[1-9]\d{0,8}$/.test(id) || more.length > 0) return undefined;
  if (part !== undefined && part !== 'diff') return undefined;
  return { kind: part ?? 'pull-request', ...repository, id: Number(id) };
}

/** The last part of a folder's address is empty. */
function file(
  repository: RepositoryName,
  [commit = '', ...names]: readonly string[],
): ResourceAddress | undefined {
  const last = names.length - 1;
  const fits = (name: string, at: number) =>
    name === '' ? at === last : isName(name) && !/[/\\]/.test(name);
  if (!commit.split('/').every(isName) || names.length === 0 || !names.every(fits))
    return undefined;
  return { kind: 'file', ...repository, commit, path: names.join('/') };
}

/** A name that a branch or a file can have, and that is no way to another folder. */
const isName = (name: string) => name !== '' && name !== '.' && name !== '..';

function decoded(text: string): readonly string[] | undefined {
  try {
    const parts = text.split('/').map(decodeURIComponent);
    return parts.some((part) => CONTROL.test(part)) ? undefined : parts;
  } catch {
    return undefined;
  }
}

const CONTROL = /\p{Cc}/u;

function offsetIn(query: string): number | undefined {
  if (query === '') return 0;
  const digits = /^offset=(-?\d{1,9})$/.exec(query)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
