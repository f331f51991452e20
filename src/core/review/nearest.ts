import { distance } from '../catalogue/distance.ts';
import type { DiffSide, FileIndex } from './diff-index.ts';

/** Files beyond which names are not compared letter by letter. */
const MOST_COMPARED = 300;

/** The lines before and after a number that the diff shows, the nearest first, as PATH:LINE. */
export function nearestLines(file: FileIndex, side: DiffSide, line: number): string[] {
  const ends = file.ranges(side).flatMap(({ first, last }) => [first, last]);
  const below = ends.filter((end) => end <= line).sort((a, b) => b - a)[0];
  const above = ends.filter((end) => end > line).sort((a, b) => a - b)[0];
  return [below, above]
    .filter((end) => end !== undefined)
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line))
    .map((number) => `${file.path}:${number}`);
}

/** The lines of a side that the diff shows, in words: "1-9, 40-52". */
export function describeRanges(file: FileIndex, side: DiffSide): string {
  const ranges = file
    .ranges(side)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  if (ranges.length === 0) return `no lines of the ${side} file`;
  const more = ranges.length > 5 ? ` and ${ranges.length - 5} more parts` : '';
  return `${ranges.slice(0, 5).join(', ')}${more}`;
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
