import picomatch from 'picomatch/posix.js';
import { BbxError } from '../errors.ts';

/** Tells whether the name of a branch fits. */
export type Fits = (name: string) => boolean;

/**
 * Makes a test of branch names out of globs: `*` and `?` stay within a part of a name, as git reads
 * them in for-each-ref; `**` crosses slashes, and `feature/` is all below it. A name that is written
 * out fits itself, whatever signs it holds.
 * @param from where the globs stand, for the error: "--match"
 * @throws BbxError USAGE for an empty glob and for one that no matcher reads
 */
export function matchBranch(globs: readonly string[], from: string): Fits {
  const fits = globs.map((glob) => fitsOne(glob, from));
  return (name) => fits.some((one) => one(name));
}

/**
 * As matchBranch, but a glob also takes what lies below it, and an accent is the same however it is
 * encoded: for lists of what is to stay.
 */
export function matchBranchOrBelow(globs: readonly string[], from: string): Fits {
  // By itself an empty one would become "/**".
  matchBranch(globs, from);
  const forms = [...globs, ...globs.map((glob) => glob.normalize('NFC'))];
  const below = forms.flatMap((glob) => [glob, `${glob.replace(/\/+$/, '')}/**`]);
  const fits = matchBranch([...new Set(below)], from);
  return (name) => fits(name) || fits(name.normalize('NFC'));
}

/** What Bitbucket does not document in the pattern of a restriction, and bbx does not read. */
const UNREAD = /\[[^\]]*\]|\{[^}]*\}|[[\]{}\\]/g;

/** Whether the pattern of a branch restriction holds signs that matchRestriction takes to fit anything. */
export const isPartlyRead = (pattern: string): boolean => pattern.search(UNREAD) >= 0;

/**
 * Reads the pattern of one of Bitbucket's branch restrictions, in doubt as one that fits more: there
 * `*` also crosses slashes, [..] and {..} stand for anything, and upper and lower case are the same.
 */
export function matchRestriction(pattern: string): Fits {
  const escaped = pattern.replace(UNREAD, '*').replace(/[.+^$()|]/g, '\\$&');
  const expression = new RegExp(`^${escaped.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 'siu');
  return (name) => name === pattern || expression.test(name);
}

function fitsOne(given: string, from: string): Fits {
  const glob = given.replace(/^refs\/heads\//, '').replace(/\/+$/, '/**');
  if (glob.trim() === '') throw unusable(given, from, 'is empty');
  if (glob.length > 1000) throw unusable(given, from, 'is too long');
  // No name of a branch holds a [, so one that is not closed fits nothing at all.
  if (/\[(?!.*\])/s.test(glob)) throw unusable(given, from, 'has a [ without a ]');
  try {
    const fits = picomatch(glob, { dot: true, nonegate: true });
    return (name) => name === given || fits(name);
  } catch (cause) {
    throw unusable(given, from, 'cannot be read', cause);
  }
}

function unusable(glob: string, from: string, why: string, cause?: unknown) {
  const shown = glob.trim() === '' ? '' : ` ${JSON.stringify(glob.slice(0, 80))}`;
  return new BbxError('USAGE', `${from}: the glob${shown} ${why}.`, {
    hint: 'Give one like feature/*, release/** or "spike/graphql#2".',
    cause,
  });
}
