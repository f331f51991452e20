import type { DiffFile, DiffLine } from '../diff/diff.ts';
import { linesAt, rangesOn } from '../diff/lines-at.ts';
import { BbxError } from '../errors.ts';
import type { Place } from './threads.ts';

/**
 * Checks that a comment would be seen: Bitbucket takes one on a line outside the diff, and hides it.
 * @returns the lines that it stands on; empty for a comment on a whole file
 * @throws BbxError BAD_REQUEST that says what takes a comment instead
 */
export function checkPlace(files: readonly DiffFile[], place: Place): readonly DiffLine[] {
  const { path, side, line, startLine = line } = place;
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw unknownFile(files, path);
  if (line === undefined || startLine === undefined) return [];
  if (startLine > line) throw refused('The range ends before it begins', 'Give its last line.');
  const lines = linesAt(file, side, startLine, line);
  if (lines === undefined) throw outside(file, place);
  const last = lines.at(-1);
  if (side === 'old' && last?.kind === 'context') {
    throw refused(
      `Line ${line} of the old ${path} is not removed`,
      `It is line ${last.new} of the new file: give that, without the old side.`,
    );
  }
  return lines;
}

function outside(file: DiffFile, { path, side, line, startLine }: Place): BbxError {
  const what = startLine === undefined ? `Line ${line}` : `The range ${startLine}-${line}`;
  const shown = rangesOn(file, side);
  const hint =
    shown === ''
      ? `${file.binary ? 'It is binary' : `The diff shows no line of its ${side} side`}: comment on the whole file, without a line.`
      : `These lines take a comment${startLine === undefined ? '' : ', and a range within one of them'}: ${shown}.`;
  return refused(`${what} of ${path} is not in the diff (${side} side)`, hint);
}

function unknownFile(files: readonly DiffFile[], path: string): BbxError {
  const renamed = files.find(({ oldPath }) => oldPath === path);
  if (renamed) return refused(`${path} is renamed`, `Name it ${renamed.path}.`);
  const name = path.split('/').at(-1);
  const alike = files.filter((file) => file.path.split('/').at(-1) === name);
  const some = (alike.length > 0 ? alike : files).slice(0, 4).map((file) => file.path);
  const more = alike.length === 0 && files.length > some.length ? ', ...' : '';
  const hint = some.length > 0 ? `It has ${some.join(', ')}${more}.` : 'It changes no file.';
  return refused(`The pull request does not change ${path}`, hint);
}

const refused = (what: string, hint: string) =>
  new BbxError('BAD_REQUEST', `${what}: nothing was sent.`, { hint });
