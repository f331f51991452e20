import { getAt, isJsonObject } from '../../core/bitbucket/json-object.ts';
import { type Asked, implied } from './asked.ts';

/** What a request does besides what its own path says. */
export interface Reaches {
  /** Other repositories that it reads or writes, as if each were asked for by itself. */
  readonly others: readonly Asked[];
  /** Why nobody can tell where it reaches; undefined where that is clear. */
  readonly unclear: string | undefined;
}

const NOWHERE: Reaches = { others: [], unclear: undefined };

/**
 * Finds the other repositories in a request: those that the spec of a diff names, and those in the
 * body of a pull request, a fork or a repository. Where the server itself has redirected, it has
 * chosen the spec (the diff of a pull request from a fork names the fork).
 */
export function reachesOf(asked: Asked): Reaches {
  const { template, segments } = asked.readings.meant;
  const [, workspace = '', repo = ''] = segments;
  const end = template?.replace('/repositories/{workspace}/{repo_slug}', '~') ?? '';
  const home = [workspace, repo] as const;
  if (asked.verb === 'GET') return asked.redirected ? NOWHERE : inSpecs(asked, end, home);
  if (asked.verb !== 'POST' && asked.verb !== 'PUT') return NOWHERE;
  const find = BODIES[end];
  if (find === undefined) return NOWHERE;
  const body = asked.body && jsonIn(asked.body.bytes);
  if (asked.body && body === undefined) return { others: [], unclear: 'its body cannot be read' };
  return find(body, home);
}

type Home = readonly [workspace: string, repo: string];

/** "WORKSPACE/REPO:hash" before a commit is another repository; no branch has a colon in its name. */
function inSpecs(asked: Asked, end: string, home: Home): Reaches {
  const [, kind = ''] =
    /^~\/(diff|diffstat|patch|merge-base|file-conflicts|commits)(\/|$)/.exec(end) ?? [];
  if (kind === '') return NOWHERE;
  const readings = [asked.readings.meant, ...asked.readings.others];
  const tails = readings.map(({ segments }) => segments.slice(4).join('/'));
  const named = [...tails, ...asked.query.getAll('include'), ...asked.query.getAll('exclude')];
  const ends = named.flatMap((text) => text.split(/\r|\n|\.\./)).filter((one) => one.includes(':'));
  const names = ends.map((one) => one.slice(0, one.lastIndexOf(':')));
  const others = names.filter((name) => name.toLowerCase() !== home.join('/').toLowerCase());
  if (others.some((name) => !isFullName(name))) {
    return { others: [], unclear: 'it names another repository, and not by WORKSPACE/REPO' };
  }
  const reach = (name: string) => implied('GET', ['repositories', ...name.split('/'), kind, 'x']);
  return { others: [...new Set(others)].map(reach), unclear: undefined };
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
  if (from === 'unclear' || into === 'unclear') return unclear('repository', 'full_name');
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
  const workspace = getAt(body, 'workspace.slug') ?? getAt(body, 'workspace');
  if (typeof workspace !== 'string' || !isSlug(workspace)) return unclear('workspace', 'slug');
  const name = getAt(body, 'name');
  const slug = typeof name === 'string' ? name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') : repo;
  if (!isSlug(slug)) return unclear('repository', 'name');
  return { others: [implied('POST', ['repositories', workspace, slug])], unclear: undefined };
}

function inRepository(body: unknown, [workspace, repo]: Home): Reaches {
  const named = ['workspace', 'owner'].map((key) => getAt(body, key)).filter(isGiven);
  const slugs = named.map((one) => getAt(one, 'slug') ?? getAt(one, 'username') ?? one);
  const parent = repositoryAt(body, 'parent', [workspace, repo]);
  if (parent === 'unclear') return unclear('repository', 'full_name');
  if (!slugs.every((slug) => typeof slug === 'string' && isSlug(slug))) {
    return unclear('workspace', 'slug');
  }
  const elsewhere = slugs.map(String).filter((slug) => !isSame(slug, workspace));
  return {
    others: [
      ...elsewhere.map((slug) => implied('POST', ['repositories', slug, repo])),
      ...(parent ? [implied('GET', ['repositories', ...parent.split('/')])] : []),
    ],
    unclear: undefined,
  };
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

const unclear = (what: string, by: string): Reaches => ({
  others: [],
  unclear: `its body has to name the ${what} by ${by}`,
});

const isGiven = (value: unknown) => value !== undefined && value !== null;
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** As Bitbucket makes them: a UUID, or a name with spaces, would be another way to name the same. */
export const isSlug = (text: string): boolean =>
  /^[A-Za-z0-9._-]+$/.test(text) && !/^\.+$/.test(text);
const isFullName = (text: string) => text.split('/').length === 2 && text.split('/').every(isSlug);

function jsonIn(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
