import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { foldersUpwards } from '../git/folders-upwards.ts';
import type { LocalClone } from '../git/local-clone.ts';
import { readSettings } from '../settings/read-settings.ts';
import { type KeepEntry, keepLines, keepWords } from './keep-lines.ts';
import { type Fits, matchBranchOrBelow } from './match-branch.ts';

/** The list that lies in a repository, at the top of its work tree. */
const FILE = '.bbxkeep';

/** One list of branches that are to stay, and what it is called. */
export interface KeepList {
  readonly name: string;
  readonly fits: Fits;
  readonly entries: readonly { readonly text: string; readonly fits: Fits }[];
}

/**
 * Reads the keep lists: every .bbxkeep from the current folder upwards and at the top of the clone's
 * main work tree (whatever it is a clone of: a list can only save), and the setting `keep`.
 * @throws BbxError FILE for a list that is there and cannot be read, USAGE for a glob that is none
 */
export async function keepLists(
  context: Context,
  { workTrees }: LocalClone,
): Promise<readonly KeepList[]> {
  const folders = new Set([...foldersUpwards(context.cwd), ...workTrees.slice(0, 1)]);
  const lists = await Promise.all([...folders].map((folder) => textOf(join(folder, FILE))));
  const { keep = '' } = await readSettings(context.config);
  return [
    keepList(FILE, lists.flatMap(keepLines)),
    keepList('the setting keep', keepWords(keep.replace(/\s/g, ' '))),
  ];
}

function keepList(name: string, given: readonly KeepEntry[]): KeepList {
  const entries = given.map(({ text, globs }) => ({ text, fits: matchBranchOrBelow(globs, name) }));
  return { name, entries, fits: (branch) => entries.some(({ fits }) => fits(branch)) };
}

/**
 * Says which entries fit no branch: a slip of the pen there would otherwise show only when it is late.
 * @param names the branches that were read
 * @param whole whether these are all that there are
 */
export function idleEntries(
  lists: readonly KeepList[],
  names: Iterable<string>,
  whole: boolean,
): string | undefined {
  const left = new Map(
    lists.flatMap(({ name, entries }) =>
      entries.map((entry) => [entry, `${entry.text} (${name})`] as const),
    ),
  );
  for (const name of names) {
    for (const entry of left.keys()) if (entry.fits(name)) left.delete(entry);
  }
  if (left.size === 0) return undefined;
  const which = whole ? 'no branch' : 'none of the branches that are old enough to be read';
  return `Keep list: ${[...new Set(left.values())].join(', ')} fits ${which}.`;
}

async function textOf(path: string): Promise<string> {
  const bytes = await bytesOf(path);
  try {
    if (bytes.includes(0)) throw new TypeError('UTF-16');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BbxError('FILE', `The keep list ${path} is no text in UTF-8.`, {
      hint: 'Nothing is deleted without it: save it as UTF-8 (not UTF-16, which PowerShell writes with >).',
      cause,
    });
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return Buffer.alloc(0);
    throw new BbxError('FILE', `The keep list ${path} cannot be read (${String(code)}).`, {
      hint: 'Nothing is deleted without it: make it readable, or move it away.',
      cause,
    });
  }
}
