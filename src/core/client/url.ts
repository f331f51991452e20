import { BbxError } from '../errors.ts';

/** Query parameters in their order; a name may repeat. */
export type Query = ReadonlyArray<readonly [name: string, value: string]>;

/** Turns a web address into an API path, or tells that it knows none for it. */
export type FromWeb = (url: URL) => string | undefined;

/**
 * Resolves what somebody typed as PATH to an address under the API root's /2.0.
 * Takes a path with or without its slash or /2.0, with a query, a full address on the API's own
 * origin, or a web address. Placeholders are filled by then.
 * @param apiUrl the API root without /2.0, for example https://api.bitbucket.org
 * @throws BbxError USAGE for anything that could leave /2.0 or be read in two ways
 */
export function apiAddress(apiUrl: string, typed: string, query: Query, fromWeb: FromWeb): URL {
  const text = typed.trim();
  if (text === '') throw refused(typed, 'it is empty', 'Give a path such as /user.');
  if (/[\p{Cc}\\]/u.test(text)) {
    throw refused(typed, 'it holds a control character or a backslash', 'Write it as %XX.');
  }
  const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? pathOf(apiUrl, text, fromWeb) : text;
  return withQuery(new URL(`${apiUrl}/2.0${checkedPath(path)}`), query);
}

/**
 * Checks an address that came from the server, such as a page's `next`.
 * @throws BbxError FORBIDDEN when it points anywhere but under the API root
 */
export function ownAddress(apiUrl: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && isUnder(apiUrl, url)) return url;
  throw new BbxError('FORBIDDEN', `The server points to another place: ${address.slice(0, 120)}.`, {
    hint: 'bbx sends your credentials to the API alone, so it stopped here. Check BBX_API_URL.',
  });
}

/** The path under /2.0 of an address of the API, with its query. */
export const pathUnderApi = (apiUrl: string, url: URL): string =>
  url.pathname.slice(new URL(`${apiUrl}/2.0`).pathname.length) + url.search;

/** The path below /2.0, still encoded and without its query; undefined for an address elsewhere. */
export const pathBelow = (apiUrl: string, url: URL): string | undefined =>
  isUnder(apiUrl, url) ? url.pathname.slice(new URL(`${apiUrl}/2.0`).pathname.length) : undefined;

const isUnder = (apiUrl: string, url: URL) =>
  url.origin === new URL(apiUrl).origin &&
  url.pathname.startsWith(`${new URL(`${apiUrl}/2.0`).pathname}/`) &&
  !url.username &&
  !url.password;

function pathOf(apiUrl: string, text: string, fromWeb: FromWeb): string {
  if (!URL.canParse(text)) throw refused(text, 'it is no address', 'Give a path such as /user.');
  if (/(^|\/)(\.|%2e){1,2}(\/|$|\?)/i.test(text)) throw dotted(text);
  const url = new URL(text);
  if (isUnder(apiUrl, url)) {
    if (url.hash) throw hashed(text);
    return pathUnderApi(apiUrl, url);
  }
  const path = fromWeb(url);
  if (path !== undefined) return path;
  throw refused(
    text,
    `it is no address of ${new URL(apiUrl).origin} that bbx knows`,
    'Credentials go to the API alone. Give a path such as /repositories/WORKSPACE/REPO.',
  );
}

function checkedPath(text: string): string {
  if (text.includes('#')) throw hashed(text);
  if (text.startsWith('//')) throw refused(text, 'it names another host', 'Begin with one slash.');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const search = mark < 0 ? '' : text.slice(mark);
  const bare = path.replace(/^\/?(?:2\.0(?=\/|$))?\/?/, '');
  if (bare.startsWith('/')) throw refused(text, 'it holds an empty segment', 'Use single slashes.');
  const segments = bare.split('/');
  if (segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) throw dotted(text);
  return `/${segments.map(encodeSegment).join('/')}${search.replace(/ /g, '%20')}`;
}

/** Escapes what a path segment may not hold, and leaves escapes that are there already. */
const encodeSegment = (segment: string) =>
  segment.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[^\w%.~!$&'()*+,;=:@-]+/g, encodeWell);

const encodeWell = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll('%2C', ',');

function withQuery(url: URL, query: Query): URL {
  if (query.length === 0) return url;
  const added = query.map(([name, value]) => `${encodeWell(name)}=${encodeWell(value)}`).join('&');
  url.search = url.search ? `${url.search}&${added}` : `?${added}`;
  return url;
}

const refused = (typed: string, why: string, hint: string) =>
  new BbxError('USAGE', `The path ${JSON.stringify(typed.slice(0, 100))} is refused: ${why}.`, {
    hint,
  });

const hashed = (typed: string) =>
  refused(typed, 'a # would cut it off', 'Write %23 where a name holds a #.');

const dotted = (typed: string) =>
  refused(typed, 'it holds . or .. as a segment', 'Write the path out, without going up.');
