import { distance } from '../catalogue/distance.ts';
import type { DiffSide, FileIndex } from './diff-index.ts';

/** Files beyond which names are not compared letter by letter. */
const MOST_COMPARED = 300;

/** The lines that the diff shows before and after a number, or that itself: nearest first, as PATH:LINE. */
export function nearestLines(file: FileIndex, side: DiffSide, line: number): string[] {
  if (file.at(side, line)) return [`${file.path}:${line}`];
  let [below, above] = [0, Number.POSITIVE_INFINITY];
  for (const { first, last } of file.ranges(side)) {
    if (last < line) below = Math.max(below, last);
    if (first > line) above = Math.min(above, first);
  }
  return [below, above]
    .filter((end) => end > 0 && Number.isFinite(end))
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line))
    .map((number) => `${file.path}:${number}`);
}

/** The lines of a side that the diff shows, in words: "1-9, 40-52". */
export function describeRanges(file: FileIndex, side: DiffSide): string {
  const all = file.ranges(side);
  if (all.length === 0) return `no lines of the ${side} file`;
  const some = all
    .slice(0, 5)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return `${some.join(', ')}${all.length > 5 ? ` and ${all.length - 5} more parts` : ''}`;
}

/** Paths of the diff that may have been meant: with the same name, else with one much like it. */
export function nearestPaths(path: string, paths: readonly string[]): string[] {
  const name = nameOf(path);
  const same = paths.filter((other) => nameOf(other) === name);
  if (same.length > 0) return byLikeness(path, same);
  if (paths.length > MOST_COMPARED) return [];
  return byLikeness(path, paths).filter((other) => distance(other, path) <= path.length / 3);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

function byLikeness(path: string, paths: readonly string[]): string[] {
  return paths
    .slice(0, MOST_COMPARED)
    .map((other) => ({ other, away: distance(other, path) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ other }) => other);
}
