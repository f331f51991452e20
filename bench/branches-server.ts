import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** How large a repository the server plays. */
export interface Size {
  readonly branches: number;
  /** Open pull requests, each from another branch. */
  readonly open: number;
  /** Closed ones, each from another branch after those. */
  readonly merged: number;
}

/** What was asked of the server. */
export interface Played {
  readonly server: Server;
  readonly requests: string[];
}

const REPO = '/2.0/repositories/acme/large';
const DAY = 86_400_000;

/**
 * Plays a large repository: as much of Bitbucket as listing and pruning ask for, each page made when it
 * is asked for. Branch 0 is a year old, the last one is of today.
 */
export function playRepository(size: Size): Played {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    requests.push(`${request.method} ${url.pathname}`);
    send(request, response, answer(url, size));
  });
  return { server, requests };
}

function send(request: IncomingMessage, response: ServerResponse, data: unknown): void {
  request.resume();
  const body = JSON.stringify(data);
  response.writeHead(data === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(body ?? '{}');
}

function answer(url: URL, size: Size): unknown {
  const { pathname, searchParams } = url;
  if (pathname === REPO) {
    return { uuid: '{large}', full_name: 'acme/large', mainbranch: { name: 'main' } };
  }
  if (pathname.startsWith(`${REPO}/effective-branching-model`)) {
    return {
      development: { name: 'main' },
      branch_types: [{ kind: 'release', prefix: 'release/' }],
    };
  }
  if (pathname.startsWith(`${REPO}/branch-restrictions`)) return { values: [], size: 0 };
  if (pathname === `${REPO}/refs/branches`) {
    const down = searchParams.get('sort')?.startsWith('-');
    const at = (place: number) => branch(down ? size.branches - 1 - place : place, size);
    return page(url, size.branches, at);
  }
  if (pathname === `${REPO}/pullrequests`) return pulls(url, size);
  return undefined;
}

function pulls(url: URL, { open, merged }: Size): unknown {
  const states = url.searchParams.getAll('state');
  const q = url.searchParams.get('q');
  const count = (states.includes('OPEN') ? open : 0) + (states.includes('MERGED') ? merged : 0);
  const first = states.includes('OPEN') ? 0 : open;
  if (q === null) return page(url, count, (place) => pull(first + place, open));
  const asked = [...q.matchAll(/"feature\/TEAM-(\d+)-[^"]*"/g)].map(([, number]) => Number(number));
  const found = asked.filter((number) => number >= first && number < first + count);
  return page(url, found.length, (place) => pull(found[place] ?? 0, open));
}

function page(url: URL, size: number, at: (place: number) => unknown): unknown {
  const pagelen = Number(url.searchParams.get('pagelen') ?? 10);
  const number = Number(url.searchParams.get('page') ?? 1);
  const start = (number - 1) * pagelen;
  const length = Math.max(0, Math.min(pagelen, size - start));
  const values = Array.from({ length }, (_, place) => at(start + place));
  const next = new URL(url.pathname + url.search, `http://${origin(url)}`);
  next.searchParams.set('page', String(number + 1));
  return { values, size, ...(start + length < size && { next: next.href }) };
}

/** Set once the server listens. */
let address = '';
export const listensAt = (host: string): void => {
  address = host;
};
const origin = (url: URL) => address || url.host;

const nameOf = (place: number) => `feature/TEAM-${place}-a-name-as-people-give-them`;
const hashOf = (place: number) => place.toString(16).padStart(12, '0').padEnd(40, 'f');

function branch(place: number, { branches }: Size): unknown {
  const age = 365 * (1 - place / branches);
  const date = new Date(Date.now() - age * DAY).toISOString().replace('Z', '000+00:00');
  const user = {
    display_name: `Person ${place % 50}`,
    nickname: `p${place % 50}`,
    uuid: `{${place % 50}}`,
  };
  const author = { raw: `Person ${place % 50} <p${place % 50}@example.com>`, user };
  return { name: nameOf(place), target: { hash: hashOf(place), date, author } };
}

function pull(place: number, open: number): unknown {
  return {
    id: place + 1,
    state: place < open ? 'OPEN' : 'MERGED',
    source: {
      branch: { name: nameOf(place) },
      commit: { hash: hashOf(place).slice(0, 12) },
      repository: { uuid: '{large}', full_name: 'acme/large' },
    },
    destination: { branch: { name: 'main' } },
  };
}
