import type { Comment, Place, Thread } from '../bitbucket/threads.ts';
import type { DiffFile } from '../diff/diff.ts';
import { comparable } from './comment-text.ts';
import { DiffIndex } from './diff-index.ts';
import { type Finding, sideOf } from './finding.ts';
import { type KnownComments, pairComments, type Wanted } from './known-comments.ts';
import { placeFinding, type Remembered } from './place-finding.ts';
import { isMisplaced, type Misplaced, type Placement } from './placement.ts';

/** A comment that somebody wants to make on lines. */
export interface Wish {
  /** Its number among the findings, from 1. */
  readonly item: number;
  readonly finding: Finding;
  /** What is posted. */
  readonly text: string;
  /** What its lines said, where that is known from another commit. */
  readonly remembered?: Remembered | undefined;
  /** The comments that it was posted as, where that is remembered. */
  readonly ids?: readonly number[] | undefined;
}

/** A wish, held against the pull request as it is. It has a placement, a problem, or is known. */
export interface ReviewItem extends Wish {
  readonly placement: Placement | undefined;
  readonly problem: Misplaced | undefined;
  /** The comment that stands already. */
  readonly known: Comment | undefined;
  /** The number of an earlier one that says the same in the same place: it is posted for both. */
  readonly sameAs: number | undefined;
}

/** Those that there is something to post for. */
export const toPost = <Item extends ReviewItem>(items: readonly Item[]) =>
  items.filter(({ placement, known, sameAs }) => placement && !known && sameAs === undefined);

/** Places each wish in the diff, and finds those that stand already or are there twice. */
export function reviewItems(
  wishes: readonly Wish[],
  files: readonly DiffFile[],
  threads: readonly Thread[],
  whose: KnownComments,
): ReviewItem[] {
  const index = new DiffIndex(files);
  const placed = wishes.map((wish) => ({
    wish,
    result: placeFinding(wish.finding, index, wish.remembered),
  }));
  const firsts = firstOnes(placed);
  const ones = placed.filter((one) => firsts.get(one) === one);
  const wanted = ones.map((one) => {
    const ids = placed.flatMap((other) =>
      other.wish.ids && firsts.get(other) === one ? other.wish.ids : [],
    );
    return wantedFor(one, ids, index);
  });
  const lineAt = ({ path, side, line }: Place) =>
    line === undefined ? undefined : index.file(path)?.at(side, line)?.line.text;
  const pairs = pairComments(wanted, threads, { ...whose, lineAt });
  const known = new Map(ones.map((one, at) => [one, pairs[at]]));
  return placed.map((one) => {
    const { wish, result } = one;
    const first = firsts.get(one) ?? one;
    const stands = known.get(first);
    const failed = isMisplaced(result);
    return {
      ...wish,
      placement: failed ? undefined : result,
      problem: failed && !stands ? result : undefined,
      known: stands,
      sameAs: first === one || failed ? undefined : first.wish.item,
    };
  });
}

interface Placed {
  readonly wish: Wish;
  readonly result: Placement | Misplaced;
}

/** For each the first that says the same in the same place, which may be itself. */
function firstOnes(all: readonly Placed[]): ReadonlyMap<Placed, Placed> {
  const firsts = new Map<string, Placed>();
  return new Map(
    all.map((one) => {
      const { wish, result } = one;
      const { path, side, line, startLine } = isMisplaced(result)
        ? { ...wish.finding, startLine: wish.finding.anchor }
        : result.place;
      const key = JSON.stringify([path, side, line, startLine ?? line, comparable(wish.text)]);
      const first = firsts.get(key) ?? one;
      firsts.set(key, first);
      return [one, first] as const;
    }),
  );
}

function wantedFor({ wish, result }: Placed, ids: readonly number[], index: DiffIndex): Wanted {
  const { finding, text } = wish;
  const placement = isMisplaced(result) ? undefined : result;
  const place = placement?.place;
  const path = place?.path ?? finding.path;
  const file = index.file(path);
  const former = file?.files.flatMap(({ oldPath }) => oldPath ?? []) ?? [];
  const side = place?.side ?? sideOf(finding);
  const given = (sideOf(finding) ?? side) === side ? finding.line : undefined;
  return {
    text,
    paths: [...new Set([path, file?.path ?? path, ...former])],
    side,
    lines: [place?.line, given].filter((line) => typeof line === 'number'),
    says: placement?.lines.at(-1)?.text,
    ids,
  };
}
