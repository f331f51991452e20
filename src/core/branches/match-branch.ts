import picomatch from 'picomatch/posix.js';
import { BbxError } from '../errors.ts';

/** Tells whether the name of a branch fits. */
export type Fits = (name: string) => boolean;

/**
 * Makes a test of branch names out of globs: `*` and `?` stay within a part of a name, as git reads
 * them in for-each-ref; `**` crosses slashes, and `feature/` is all below it. A name that is written
 * out fits itself, whatever signs it holds.
 * @throws BbxError USAGE for an empty glob and for one that no matcher reads
 */
export function matchBranch(globs: readonly string[]): Fits {
  const fits = globs.map(fitsOne);
  return (name) => fits.some((one) => one(name));
}

/**
 * As matchBranch, but a glob also takes what lies below it, and an accent is the same however it is
 * encoded: for lists of what is to stay.
 */
export function matchBranchOrBelow(globs: readonly string[]): Fits {
  const forms = [...globs, ...globs.map((glob) => glob.normalize('NFC'))];
  const below = forms.flatMap((glob) => [glob, `${glob.replace(/\/+$/, '')}/**`]);
  const fits = matchBranch([...new Set(below)]);
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

function fitsOne(given: string): Fits {
  const glob = given.replace(/^refs\/heads\//, '').replace(/\/+$/, '/**');
  if (glob.trim() === '' || glob.length > 1000) throw unusable(given);
  try {
    const fits = picomatch(glob, { dot: true, nonegate: true });
    return (name) => name === given || fits(name);
  } catch (cause) {
    throw unusable(given, cause);
  }
}

const unusable = (glob: string, cause?: unknown) =>
  new BbxError('USAGE', `This is no glob for branches: ${JSON.stringify(glob.slice(0, 80))}.`, {
    hint: 'Give one like feature/*, release/** or "spike/graphql#2".',
    cause,
  });
