import { matchPath } from '../../core/diff/match-path.ts';
import { BbxError } from '../../core/errors.ts';
import type { DiffFileRange } from './diff-files.ts';
import { oneLine } from './one-line.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** Paths that an error names. */
const MOST_NAMED = 8;

/**
 * The files of a diff that a glob (or a path, new or old) names.
 * @throws BbxError USAGE where the answer is no diff, NOT_FOUND where no file fits, with the paths
 *   that there are
 */
export function chosenFiles(
  { files }: Pick<WholeAnswer, 'files'>,
  glob: string,
): readonly DiffFileRange[] {
  if (files === undefined) {
    throw new BbxError('USAGE', 'file picks from a diff, and this answer is none.', {
      hint: 'Leave file away; grep finds lines in any text.',
    });
  }
  const fits = matchPath([glob]);
  const chosen = files.filter(
    ({ path, name, oldPath }) =>
      fits(path) || fits(name) || (oldPath !== undefined && fits(oldPath)),
  );
  if (chosen.length > 0) return chosen;
  throw new BbxError('NOT_FOUND', `None of the ${files.length} files fits ${oneLine(glob)}.`, {
    hint: `There is ${nearest(files, glob)}.`,
  });
}

/** The paths that share most with what was asked for: those of the same name first. */
function nearest(files: readonly DiffFileRange[], glob: string): string {
  const words = glob
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const score = ({ path }: DiffFileRange) =>
    words.filter((word) => path.toLowerCase().includes(word)).length;
  const sorted = files.toSorted((one, other) => score(other) - score(one));
  const named = sorted.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = files.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
