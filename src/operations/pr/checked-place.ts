import type { Place } from '../../core/bitbucket/threads.ts';
import type { DiffFile, DiffLine } from '../../core/diff/diff.ts';
import { BbxError } from '../../core/errors.ts';
import { DiffIndex } from '../../core/review/diff-index.ts';
import { placeFinding } from '../../core/review/place-finding.ts';
import { isMisplaced, type Misplaced } from '../../core/review/placement.ts';

/** Where somebody wants to comment; without a line, on the whole file. */
export interface AskedPlace {
  readonly path: string;
  readonly side: 'new' | 'old' | undefined;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
}

/**
 * Finds the place in the diff: Bitbucket takes a comment anywhere, and hides one outside the diff.
 * @returns the place as Bitbucket wants it, and the lines there
 * @throws BbxError BAD_REQUEST that says why there is none, and what is near
 */
export function checkedPlace(
  files: readonly DiffFile[],
  { path, side, line, startLine }: AskedPlace,
): { place: Place; lines: readonly DiffLine[] } {
  const index = new DiffIndex(files);
  const file = index.file(path);
  if (file && line === undefined) {
    return { place: { path: file.path, side: 'new', line }, lines: [] };
  }
  // Its text is another matter here; an empty one would be refused.
  const finding = { path, side, line, start_line: startLine, body: 'text' };
  const found = placeFinding(finding, index);
  if (isMisplaced(found)) throw refused(found);
  return found;
}

const refused = ({ why, nearest }: Misplaced) =>
  new BbxError('BAD_REQUEST', `${why}.`, {
    hint: nearest.length > 0 ? `The nearest: ${nearest.join(', ')}.` : 'Nothing was sent.',
  });
