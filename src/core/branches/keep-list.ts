import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { LocalClone } from '../git/local-clone.ts';
import { readSettings } from '../settings/read-settings.ts';
import { type Fits, matchBranchOrBelow } from './match-branch.ts';

/** The list that lies in a repository, at the top of its work tree. */
const FILE = '.bbxkeep';

/** One list of branches that are to stay, and what it is called. */
export interface KeepList {
  readonly name: string;
  readonly fits: Fits;
}

/**
 * Reads the keep lists: .bbxkeep at the top of the work tree (of a clone of this repository; outside of
 * any work tree, in the current folder), and the setting `keep`.
 * @throws BbxError FILE for a list that is there and cannot be read, USAGE for a glob that is none
 */
export async function keepLists(
  context: Context,
  { own, root }: LocalClone,
): Promise<readonly KeepList[]> {
  const folder = own || root === undefined ? (root ?? context.cwd) : undefined;
  const lines = folder === undefined ? [] : await linesOf(join(folder, FILE));
  const { keep = '' } = await readSettings(context.config);
  // No name of a branch holds a space, and some hold a comma.
  const words = keep.split(/\s+/).filter(Boolean);
  return [
    { name: FILE, fits: matchBranchOrBelow(lines) },
    { name: 'the setting keep', fits: matchBranchOrBelow(words) },
  ];
}

/** A glob a line; a line that begins with # is a comment, and \# begins a name with a #. */
async function linesOf(path: string): Promise<string[]> {
  const lines = (await textOf(path)).replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^\\#/, '#'));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new BbxError('FILE', `The keep list ${path} cannot be read (${String(code)}).`, {
      hint: 'Nothing is deleted without it: make it readable, or move it away.',
      cause,
    });
  }
}
