/** A repository of Bitbucket, by the two slugs that its addresses hold. */
export interface RepositoryName {
  readonly workspace: string;
  readonly repo: string;
}

/**
 * Turns an address copied from the browser into the API path of the same thing.
 * @param url an address on Bitbucket's web site
 * @param gitUrl where that web site (and git) lives, as in Config
 * @returns a path without /2.0, percent-encoded, with a query where one is needed; undefined for
 *   another site and for a page that shows nothing the API has
 */
export function apiPathOf(url: URL, gitUrl: string): string | undefined {
  if (url.host !== new URL(gitUrl).host) return undefined;
  const [, first = '', second = '', rest = ''] =
    /^\/([^/]+)(?:\/([^/]+)(?:\/(.*))?)?$/.exec(url.pathname.replace(/\/$/, '')) ?? [];
  if (first === '' || OF_THE_SITE.has(first)) return undefined;
  if (second === '') return `/workspaces/${first}`;
  if (second === 'workspace') return match(WORKSPACE_PAGES, first, rest, url);
  const repository = `/repositories/${first}/${second.replace(/(?<=.)(\.git)+$/i, '')}`;
  // The slash at the end of a folder's address is kept: it tells a folder from a file.
  const slash = rest !== '' && url.pathname.endsWith('/') ? '/' : '';
  return match(REPOSITORY_PAGES, repository, rest + slash, url);
}

/**
 * Reads which repository a git remote or a web address means.
 * @param address `https://[user@]HOST/ws/repo[.git]`, `git@HOST:ws/repo.git`, `ssh://git@HOST/ws/repo`
 * @param gitUrl where repositories live; an address on another host (or, with http, port) is not ours
 */
export function repositoryOf(address: string, gitUrl: string): RepositoryName | undefined {
  const ours = new URL(gitUrl);
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)\/?(.+)$/.exec(address);
  if (scp) return sshHostOf(ours, scp[1] ?? '') ? namesIn(scp[2] ?? '') : undefined;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const here =
    url.protocol === 'ssh:'
      ? sshHostOf(ours, url.hostname)
      : /^https?:$/.test(url.protocol) && url.host === ours.host;
  return here ? namesIn(url.pathname.replace(/^\//, '')) : undefined;
}

/** Bitbucket also takes ssh on port 443, under a name of its own (support: "SSH over 443"). */
const sshHostOf = (ours: URL, host: string) =>
  host.toLowerCase() === ours.hostname || host.toLowerCase() === `altssh.${ours.hostname}`;

function namesIn(path: string): RepositoryName | undefined {
  const [workspace = '', repo = ''] = path.split('/').map(decoded);
  const slug = repo.replace(/(?<=.)(\.git)+$/i, '');
  return isName(workspace) && isName(slug) ? { workspace, repo: slug } : undefined;
}

/** A slug or a UUID in braces; a ".." would lead out of the path that it becomes part of. */
const isName = (text: string) => /^[\w.{}-]+$/.test(text) && !/^\.+$/.test(text);

type Page = readonly [
  pattern: RegExp,
  path: (at: string, found: readonly string[], url: URL) => string | undefined,
];

/** The first page whose pattern fits; `found` are its groups, '' where a group is absent. */
function match(pages: readonly Page[], at: string, rest: string, url: URL): string | undefined {
  for (const [pattern, path] of pages) {
    const found = pattern.exec(rest);
    if (found) {
      const groups = found.slice(1).map((group: string | undefined) => group ?? '');
      return path(at, groups, url);
    }
  }
  return undefined;
}

const WORKSPACE_PAGES: readonly Page[] = [
  [/^(?:overview)?$/, (ws) => `/workspaces/${ws}`],
  [/^repositories$/, (ws) => `/repositories/${ws}`],
  [/^projects$/, (ws) => `/workspaces/${ws}/projects`],
  [/^projects\/([^/]+)/, (ws, [key]) => `/workspaces/${ws}/projects/${key}`],
  [/^snippets$/, (ws) => `/snippets/${ws}`],
  [/^snippets\/([^/]+)/, (ws, [id]) => `/snippets/${ws}/${id}`],
];

const REPOSITORY_PAGES: readonly Page[] = [
  [/^(?:overview\/?)?$/, (repo) => repo],
  [/^pull-requests\/?$/, (repo, _, url) => `${repo}/pullrequests${statesIn(url)}`],
  [/^pull-requests\/(\d+)(?:\/(.*))?$/, pullRequest],
  [/^(?:src|raw)\/?$/, (repo) => `${repo}/src`],
  [/^(?:src|raw)\/([^/]+)\/?$/, (repo, [commit]) => `${repo}/src/${commit}/`],
  [/^(?:src|raw)\/([^/]+)\/(.+)$/, (repo, [commit, file]) => `${repo}/src/${commit}/${file}`],
  [
    /^history-node\/([^/]+)\/(.+)$/,
    (repo, [commit, file]) => `${repo}/filehistory/${commit}/${file}`,
  ],
  [/^branches\/?$/, (repo) => `${repo}/refs/branches`],
  [/^branch\/(.+?)\/?$/, (repo, [name]) => `${repo}/refs/branches/${oneSegment(name)}`],
  [/^commits\/?$/, (repo) => `${repo}/commits`],
  // A name with a slash is refused in the path of /commits, so it is always asked for by query.
  [
    /^commits\/(?:branch|tag)\/(.+?)\/?$/,
    (repo, [name]) => `${repo}/commits?include=${oneSegment(name)}`,
  ],
  [/^commits\/([0-9a-f]{4,40})\/?$/i, commit],
  [/^pipelines(?:\/results)?(?:\/page\/\d+)?\/?$/, (repo) => `${repo}/pipelines`],
  [
    /^pipelines\/results\/(\d+)\/steps\/([^/]+)/,
    (repo, [build, step]) => `${repo}/pipelines/${build}/steps/${step}`,
  ],
  [/^pipelines\/results\/(\d+)/, (repo, [build]) => `${repo}/pipelines/${build}`],
  [/^(downloads|deployments|forks)\/?$/, (repo, [what]) => `${repo}/${what}`],
];

function pullRequest(repo: string, [id, tab = '']: readonly string[], url: URL): string {
  const at = `${repo}/pullrequests/${id}`;
  const comment = commentIn(url);
  if (comment) return `${at}/comments/${comment}`;
  const [, shown] = /(?:^|\/)(diff|commits|activity)\/?$/.exec(tab) ?? [];
  return shown ? `${at}/${shown}` : at;
}

function commit(repo: string, [hash]: readonly string[], url: URL): string {
  const comment = commentIn(url);
  return `${repo}/commit/${hash}${comment ? `/comments/${comment}` : ''}`;
}

const commentIn = (url: URL) => /^#comment-(\d+)$/.exec(url.hash)?.[1];

/** The web list shows open pull requests unless told, and so does the API. */
function statesIn(url: URL): string {
  const state = (url.searchParams.get('state') ?? '').toUpperCase();
  if (state === 'ALL') return `?${STATES.map((each) => `state=${each}`).join('&')}`;
  return STATES.includes(state) ? `?state=${state}` : '';
}

const STATES = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];

const oneSegment = (text = '') => encodeURIComponent(decoded(text));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** First path segments that are pages of the site and never a workspace. */
const OF_THE_SITE = new Set(
  'account api dashboard gateway product repo site snippets socialauth support user users workspaces xhr'.split(
    ' ',
  ),
);
