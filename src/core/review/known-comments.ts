import type { Comment, Thread } from '../bitbucket/threads.ts';
import { comparable } from './comment-text.ts';

/** A comment that is wanted, as far as it matters for finding it among those that stand. */
export interface Wanted {
  readonly text: string;
  /** The names that its file has had; none for a comment on the whole pull request. */
  readonly paths: readonly string[];
  /** The line that it would stand on, then the one that it was given. */
  readonly lines: readonly number[];
}

interface Standing {
  readonly comment: Comment;
  readonly resolved: boolean;
  taken: boolean;
}

/**
 * Tells which comments stand already, so that sending a review again posts nothing twice. One stands
 * when its author is `me`, it is on the same path and says the same. Of several that are alike, each
 * counts once, for the nearest line. A thread that is resolved counts for its own line alone: the
 * same words on another line may be a new finding.
 * @param me a UUID; undefined (an access token is nobody) lets everybody's comments count
 * @returns for each that is wanted the comment that stands, or undefined
 */
export function pairComments(
  wanted: readonly Wanted[],
  threads: readonly Thread[],
  me: string | undefined,
): readonly (Comment | undefined)[] {
  const standing = standingBy(threads, me);
  const groups = wanted.map(({ text, paths }) =>
    (paths.length === 0 ? [''] : paths).flatMap((path) => standing.get(keyOf(path, text)) ?? []),
  );
  const pairs = new Array<Comment | undefined>(wanted.length).fill(undefined);
  const take = (
    at: number,
    pick: (lines: readonly number[], group: Standing[]) => Standing | undefined,
  ) => {
    if (pairs[at] !== undefined) return;
    const found = pick(wanted[at]?.lines ?? [], groups[at] ?? []);
    if (found === undefined) return;
    found.taken = true;
    pairs[at] = found.comment;
  };
  // Those on the very line go first: else one that has moved could take the place of another.
  for (const at of pairs.keys()) take(at, onLine);
  for (const at of pairs.keys()) take(at, nearest);
  return pairs;
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

const onLine = (lines: readonly number[], group: readonly Standing[]) =>
  group.find(({ comment, taken }) => {
    const line = comment.place?.line;
    return !taken && (line === undefined ? lines.length === 0 : lines.includes(line));
  });

function nearest([line = 0]: readonly number[], group: readonly Standing[]): Standing | undefined {
  let best: Standing | undefined;
  for (const one of group) {
    if (!one.taken && !one.resolved && away(one, line) < away(best, line)) best = one;
  }
  return best;
}

const away = (one: Standing | undefined, line: number) =>
  one === undefined ? Number.POSITIVE_INFINITY : Math.abs((one.comment.place?.line ?? 0) - line);
