import type { Comment, Place, Thread } from '../bitbucket/threads.ts';
import { comparable } from './comment-text.ts';

/** A comment that is wanted, as far as it matters for finding it among those that stand. */
export interface Wanted {
  readonly text: string;
  /** The names that its file has had; none for a comment on the whole pull request. */
  readonly paths: readonly string[];
  /** Which version of the file its lines are of; undefined where that is not known. */
  readonly side?: Place['side'] | undefined;
  /** The line that it would stand on, then the one that it was given. */
  readonly lines: readonly number[];
  /** What the line says that it would stand on; undefined where it has no place in the diff. */
  readonly says?: string | undefined;
  /** The comments that it was posted as, where that is remembered. */
  readonly ids?: readonly number[] | undefined;
}

interface Standing {
  readonly comment: Comment;
  readonly resolved: boolean;
  taken: boolean;
}

/** Whose comments count, and what is known of them. */
export interface KnownComments {
  /** A UUID; undefined (an access token is nobody) lets everybody's comments count. */
  readonly me: string | undefined;
  /** Whether a comment was posted on the present commit: then its line is still its line. */
  readonly isFresh?: (id: number) => boolean;
  /** What the line of a comment says in the present diff; undefined where that does not show it. */
  readonly lineAt?: (place: Place) => string | undefined;
}

/**
 * Tells which comments stand already, so that sending a review again posts nothing twice. One stands
 * when it is remembered as posted; or when its author is `me`, it is on the same path, says the same,
 * and is on the same line and side. On another line it may be another matter, so there it stands only
 * where Bitbucket calls it outdated, or where its line says what the wanted one's says: it has moved.
 * Each counts once. One that is resolved, or was posted on the present commit, has not moved.
 * @returns for each that is wanted the comment that stands, or undefined
 */
export function pairComments(
  wanted: readonly Wanted[],
  threads: readonly Thread[],
  { me, isFresh = () => false, lineAt = () => undefined }: KnownComments,
): readonly (Comment | undefined)[] {
  const standing = standingBy(threads, me);
  const pairs = new Array<Comment | undefined>(wanted.length).fill(undefined);
  const pairUp = (pick: (one: Wanted, group: readonly Standing[]) => Standing | undefined) => {
    for (const [at, one] of wanted.entries()) {
      const found = pairs[at] ? undefined : pick(one, alike(one, standing));
      if (found === undefined) continue;
      found.taken = true;
      pairs[at] = found.comment;
    }
  };
  const byId = new Map([...standing.values()].flat().map((one) => [one.comment.id, one]));
  pairUp(({ ids = [] }) =>
    ids.flatMap((id) => byId.get(id) ?? []).find((remembered) => !remembered.taken),
  );
  // Those on the very line go first: else one that has moved could take the place of another.
  pairUp(({ lines: [line] }, group) => group.find(({ comment }) => comment.place?.line === line));
  pairUp(({ lines: [, given] }, group) =>
    group.find(({ comment: { id, place } }) => given && place?.line === given && !isFresh(id)),
  );
  pairUp((one, group) =>
    nearest(
      one,
      group.filter(
        ({ comment, resolved }) =>
          !resolved && !isFresh(comment.id) && hasMoved(comment, one, lineAt),
      ),
    ),
  );
  return pairs;
}

function alike({ text, paths, side }: Wanted, standing: ReadonlyMap<string, readonly Standing[]>) {
  const all = paths.length === 0 ? [''] : paths;
  return all
    .flatMap((path) => standing.get(keyOf(path, text)) ?? [])
    .filter(({ taken, comment: { place } }) => !taken && (!side || !place || place.side === side));
}

const keyOf = (path: string, text: string) => `${path}\0${comparable(text)}`;

function standingBy(threads: readonly Thread[], me: string | undefined) {
  const standing = new Map<string, Standing[]>();
  for (const { comments, resolvedBy } of threads) {
    const [comment] = comments;
    if (comment === undefined || !counts(comment, me)) continue;
    const key = keyOf(comment.place?.path ?? '', comment.text);
    const one = { comment, resolved: resolvedBy !== undefined, taken: false };
    const others = standing.get(key);
    if (others) others.push(one);
    else standing.set(key, [one]);
  }
  return standing;
}

/** A deleted comment has no text; a pending one is seen by its author alone. */
const counts = ({ author, text, parent, pending }: Comment, me: string | undefined) =>
  parent === undefined && !pending && text !== '' && (me === undefined || author.uuid === me);

function hasMoved(
  { outdated, place }: Comment,
  { says }: Wanted,
  lineAt: (place: Place) => string | undefined,
): boolean {
  if (outdated) return true;
  // Empty lines are all alike.
  return !!says?.trim() && place !== undefined && lineAt(place)?.trim() === says.trim();
}

function nearest({ lines }: Wanted, group: readonly Standing[]): Standing | undefined {
  const [line = 0] = lines;
  let best: Standing | undefined;
  for (const one of group) if (away(one, line) < away(best, line)) best = one;
  return best;
}

const away = (one: Standing | undefined, line: number) =>
  one === undefined ? Number.POSITIVE_INFINITY : Math.abs((one.comment.place?.line ?? 0) - line);
