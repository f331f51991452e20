import { isSlug } from '../../core/bitbucket/is-slug.ts';
import { getAt, isJsonObject } from '../../core/bitbucket/json-object.ts';
import { type Asked, implied } from './asked.ts';
import { type Home, isFullName, isSame } from './full-name.ts';
import { jsonIn } from './json-in.ts';
import type { Reaches } from './reach.ts';

const NOWHERE: Reaches = { others: [], unclear: undefined };

/**
 * The repositories that a body names.
 * @param end the template, ~ for that of a repository
 */
export function reachesByBody({ body }: Asked, end: string, home: Home): Reaches {
  const find = BODIES[end];
  if (find === undefined) return NOWHERE;
  const data = body && jsonIn(body.bytes);
  if (body === undefined || data !== undefined) return find(data, home);
  return unclear('its body cannot be read', 'Send a JSON body.');
}

type Find = (body: unknown, home: Home) => Reaches;

/** Endpoints whose bodies can name another place. */
const BODIES: Readonly<Record<string, Find>> = {
  '~': inRepository,
  '~/forks': inFork,
  '~/pullrequests': inPullRequest,
  '~/pullrequests/{pull_request_id}': inPullRequest,
};

function inPullRequest(body: unknown, home: Home): Reaches {
  const from = repositoryAt(body, 'source.repository', home);
  const into = repositoryAt(body, 'destination.repository', home);
  if (from === 'unclear' || into === 'unclear') return REPOSITORY;
  return {
    others: [
      ...(from ? [implied('GET', ['repositories', ...from.split('/')])] : []),
      ...(into ? [implied('POST', ['repositories', ...into.split('/'), 'pullrequests'])] : []),
    ],
    unclear: undefined,
  };
}

/** Where a fork goes that names no workspace is for Bitbucket to say. */
function inFork(body: unknown, [, repo]: Home): Reaches {
  const places = workspacesIn(body);
  if (places === undefined || places.length === 0) return WORKSPACE;
  if (isGiven(getAt(body, 'full_name')) || isGiven(getAt(body, 'uuid'))) return WORKSPACE;
  const name = getAt(body, 'name');
  const slug = typeof name === 'string' ? name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') : repo;
  if (!isSlug(slug)) return unclear('the fork has no plain name', 'Give the fork a plain name.');
  return {
    others: places.map((workspace) => implied('POST', ['repositories', workspace, slug])),
    unclear: undefined,
  };
}

function inRepository(body: unknown, [workspace, repo]: Home): Reaches {
  const places = workspacesIn(body);
  if (places === undefined) return WORKSPACE;
  const parent = repositoryAt(body, 'parent', [workspace, repo]);
  const own = getAt(body, 'full_name');
  const other = isGiven(own) && !(typeof own === 'string' && isSame(own, `${workspace}/${repo}`));
  if (parent === 'unclear' || other) return REPOSITORY;
  const elsewhere = places.filter((slug) => !isSame(slug, workspace));
  return {
    others: [
      ...elsewhere.map((slug) => implied('POST', ['repositories', slug, repo])),
      ...(parent ? [implied('GET', ['repositories', ...parent.split('/')])] : []),
    ],
    unclear: undefined,
  };
}

/** The slugs by which a body names a workspace; undefined where nobody knows which counts. */
function workspacesIn(body: unknown): string[] | undefined {
  const named = ['workspace', 'owner'].map((key) => getAt(body, key)).filter(isGiven);
  const slugs = named.map((one) => {
    if (!isJsonObject(one)) return one;
    const keys = Object.keys(one).filter((key) => key !== 'type');
    return keys.length === 1 ? (one.slug ?? one.username) : undefined;
  });
  const known = slugs.filter((slug) => typeof slug === 'string' && isSlug(slug)).map(String);
  return known.length === slugs.length ? known : undefined;
}

/** The other repository that stands there; undefined where there is none, or the same. */
function repositoryAt(body: unknown, at: string, home: Home): string | undefined {
  const found = getAt(body, at);
  if (!isGiven(found)) return undefined;
  const name = getAt(found, 'full_name');
  // With a UUID beside it, nobody knows which of the two counts.
  const other = isJsonObject(found) && Object.keys(found).some((key) => !NAMING.includes(key));
  if (typeof name !== 'string' || !isFullName(name) || other) return 'unclear';
  return isSame(name, home.join('/')) ? undefined : name;
}

const NAMING: readonly string[] = ['full_name', 'name', 'type'];

function unclear(text: string, way: string): Reaches {
  return { others: [], unclear: { text, way } };
}

const REPOSITORY = unclear(
  'its body names a repository in another way than by full_name',
  'In the body, name each repository by full_name (WORKSPACE/REPO) and nothing else.',
);
const WORKSPACE = unclear(
  'its body has to name one workspace, and by its slug alone',
  'In the body, give {"workspace": {"slug": "WORKSPACE"}} and no other owner.',
);

const isGiven = (value: unknown) => value !== undefined && value !== null;
