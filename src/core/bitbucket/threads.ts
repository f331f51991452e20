import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path, readList } from './call.ts';
import { getAt, numberAt, textAt } from './json-object.ts';
import { noPullRequest } from './no-pull-request.ts';
import { type Person, personOf } from './person.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** Where in a diff a comment stands: a line of the new or the old file, a range of them, or the file. */
export interface Place {
  readonly path: string;
  readonly side: 'new' | 'old';
  /** The last line; undefined for a comment on the whole file. */
  readonly line: number | undefined;
  /** The first line of a range. */
  readonly startLine?: number | undefined;
}

/** A comment. Its text and its author's name were written by others. */
export interface Comment {
  readonly id: number;
  readonly author: Person;
  /** Markdown. */
  readonly text: string;
  /** ISO 8601. */
  readonly createdOn: string;
  readonly updatedOn: string;
  /** What it answers. */
  readonly parent: number | undefined;
  /** Seen by nobody but its author so far. */
  readonly pending: boolean;
  readonly place: Place | undefined;
  /** The code that it was written about has changed since. */
  readonly outdated: boolean;
  /** Its place in the browser. */
  readonly url: string;
}

/** A comment and all that answers it. */
export interface Thread {
  /** That of its first comment. */
  readonly id: number;
  readonly place: Place | undefined;
  readonly outdated: boolean;
  /** Who resolved it, where somebody did. */
  readonly resolvedBy: Person | undefined;
  /** The first one, then the answers, oldest first; never empty. */
  readonly comments: readonly Comment[];
}

/** What to post. */
export interface NewComment {
  readonly text: string;
  readonly place?: Place | undefined;
  /** The comment that it answers. */
  readonly parent?: number | undefined;
}

/**
 * Reads all threads of a pull request, oldest first. Deleted comments are left out, unless answers
 * stand below them; Bitbucket keeps both in its list.
 * @throws BbxError NOT_FOUND for the pull request, and as `readList`
 */
export async function readThreads(context: Context, name: PullRequestName): Promise<Thread[]> {
  const at = `${pullRequestPath(name)}/comments`;
  const pages = readList(context, at, { query: [['pagelen', '100']] });
  const { data } = await pages.catch((error: unknown) => {
    throw noPullRequest(error, name);
  });
  return threadsOf(data.values);
}

/** Makes threads of Bitbucket's flat list of comments, in which an answer names its parent. */
export function threadsOf(values: readonly unknown[]): Thread[] {
  const parents = new Map(
    values.map((value) => [numberAt(value, 'id'), numberAt(value, 'parent.id')]),
  );
  const roots = new Map<number, unknown[]>();
  for (const value of [...values].sort(byAge)) {
    const root = rootOf(numberAt(value, 'id') ?? 0, parents);
    const thread = roots.get(root);
    if (thread) thread.push(value);
    else roots.set(root, [value]);
  }
  return [...roots].flatMap(([id, all]) => threadOf(id, all));
}

const byAge = (a: unknown, b: unknown) =>
  Date.parse(textAt(a, 'created_on')) - Date.parse(textAt(b, 'created_on')) ||
  (numberAt(a, 'id') ?? 0) - (numberAt(b, 'id') ?? 0);

/** Parents that lead round in a circle end at the oldest of them, for each the same. */
function rootOf(id: number, parents: ReadonlyMap<number | undefined, number | undefined>): number {
  const way = new Set<number>();
  let at = id;
  while (!way.has(at)) {
    way.add(at);
    const parent = parents.get(at);
    if (parent === undefined) return at;
    at = parent;
  }
  const all = [...way];
  return Math.min(...all.slice(all.indexOf(at)));
}

function threadOf(id: number, values: readonly unknown[]): Thread[] {
  const alive = values.filter((value) => getAt(value, 'deleted') !== true);
  if (alive.length === 0) return [];
  const root = values.find((value) => numberAt(value, 'id') === id) ?? values[0];
  const comments = [root, ...alive.filter((value) => value !== root)].map(commentOf);
  const resolution = getAt(root, 'resolution');
  return [
    {
      id,
      place: placeOf(root),
      outdated: getAt(root, 'inline.outdated') === true,
      resolvedBy: resolution ? personOf(getAt(resolution, 'user')) : undefined,
      comments,
    },
  ];
}

/** Reads Bitbucket's JSON of a comment; a deleted one has no text. */
export const commentOf = (data: unknown): Comment => ({
  id: numberAt(data, 'id') ?? 0,
  author: personOf(getAt(data, 'user')),
  text: getAt(data, 'deleted') === true ? '' : textAt(data, 'content.raw'),
  createdOn: textAt(data, 'created_on'),
  updatedOn: textAt(data, 'updated_on'),
  parent: numberAt(data, 'parent.id'),
  pending: getAt(data, 'pending') === true,
  place: placeOf(data),
  outdated: getAt(data, 'inline.outdated') === true,
  url: textAt(data, 'links.html.href'),
});

/** `to` is a line of the new file, `from` one of the old; `start_to` and `start_from` begin a range. */
function placeOf(data: unknown): Place | undefined {
  const inline = getAt(data, 'inline');
  const file = textAt(inline, 'path');
  if (file === '') return undefined;
  const to = numberAt(inline, 'to');
  const from = numberAt(inline, 'from');
  const old = to === undefined && from !== undefined;
  return {
    path: file,
    side: old ? 'old' : 'new',
    line: to ?? from,
    startLine: numberAt(inline, old ? 'start_from' : 'start_to'),
  };
}

/**
 * Posts a comment. Bitbucket takes one on a line outside the diff and hides it, so the place is to
 * be checked before. It is never sent twice by itself: a lost answer is an error.
 * @returns the comment as Bitbucket keeps it
 * @throws BbxError as `call`; UNAVAILABLE when the comment was kept without its place or its parent
 */
export async function postComment(
  context: Context,
  name: PullRequestName,
  { text, place, parent }: NewComment,
): Promise<Comment> {
  const body = {
    content: { raw: text },
    ...(place && { inline: inlineOf(place) }),
    ...(parent !== undefined && { parent: { id: parent } }),
  };
  const kept = commentOf(
    await call(context, 'POST', `${pullRequestPath(name)}/comments`, { body }),
  );
  if ((place && !kept.place) || kept.parent !== parent) {
    throw new BbxError(
      'UNAVAILABLE',
      `Bitbucket kept comment ${kept.id}, but not where it belongs.`,
      {
        hint: `Look at it in the browser: ${kept.url}`,
      },
    );
  }
  return kept;
}

function inlineOf({ path: file, side, line, startLine }: Place): Record<string, unknown> {
  const start = startLine !== undefined && startLine !== line ? startLine : undefined;
  const [end, begin] = side === 'old' ? ['from', 'start_from'] : ['to', 'start_to'];
  return {
    path: file,
    ...(line !== undefined && { [end]: line }),
    ...(start !== undefined && { [begin]: start }),
  };
}

/**
 * Resolves a thread, or opens it again. Bitbucket does so with threads on the diff alone, by their
 * first comment.
 * @returns false when it was so already: 409 for one that is resolved, 404 for one that is not
 * @throws BbxError FORBIDDEN for a thread that is not on the diff and for an answer, and as `call`
 */
export async function setResolved(
  context: Context,
  name: PullRequestName,
  thread: number,
  resolved: boolean,
): Promise<boolean> {
  const at = `${pullRequestPath(name)}${path`/comments/${thread}`}`;
  try {
    await call(context, resolved ? 'POST' : 'DELETE', `${at}/resolve`);
    return true;
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    if (error.code === 'CONFLICT') return false;
    if (resolved || error.code !== 'NOT_FOUND') throw error;
    // What is open and what is not there are refused alike; the comment itself tells.
    await call(context, 'GET', at);
    return false;
  }
}
