import { existsSync } from 'node:fs';
import { access, constants, mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BbxError } from '../errors.ts';
import { replaceFile, targetOf } from '../settings/replace-file.ts';
import { readOrdinary } from './read-ordinary.ts';

/** A file as it was read. */
export interface Source {
  /** As it was named. */
  readonly path: string;
  /** The file that the path leads to through symbolic links. */
  readonly target: string;
  /** All of it; undefined where there is no file. */
  readonly bytes: Buffer | undefined;
  /** The same as text, without a byte order mark. */
  readonly text: string;
  /** The byte order mark that it begins with, or nothing. */
  readonly mark: string;
  readonly mode: number;
  /** Whose the file is, where that may be somebody else than who runs bbx: for root. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Reads a file that may be absent.
 * @throws BbxError FILE when it cannot be read, is no ordinary file, or is not UTF-8
 */
export async function readSource(path: string): Promise<Source> {
  const target = await targetOf(path);
  const found = readOrdinary(target, path);
  if (found === undefined) {
    return { path, target, bytes: undefined, text: '', mark: '', mode: 0o600 };
  }
  const { bytes, stats } = found;
  const all = decoded(bytes, path);
  const mark = all.startsWith('\uFEFF') ? '\uFEFF' : '';
  const { mode, uid, gid } = stats;
  const owner = process.getuid?.() === 0 ? { uid, gid } : undefined;
  return { path, target, bytes, text: all.slice(mark.length), mark, mode: mode & 0o777, owner };
}

function decoded(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BbxError('FILE', `${path} is not UTF-8.`, {
      hint: 'Save it as UTF-8 in an editor; bbx leaves it as it is until then.',
      cause,
    });
  }
}

/** Of a file in the making. */
const ENDING = '.bbx-new';

/** Removes what a run left that was cut off in the middle of writing. */
export const removeLeftOver = async ({ target }: Source): Promise<void> =>
  await rm(target + ENDING, { force: true }).catch(() => undefined);

/**
 * Gives a file another text, whole or not at all, with the permissions that it had.
 * @param shared whether a new file is for others too, as one of a project; else only its owner's
 * @throws BbxError FILE when it cannot be written, CONFLICT when it is another since it was read
 */
export async function writeSource(source: Source, text: string, shared = false): Promise<void> {
  const { target, mark } = source;
  const mode = source.bytes === undefined && shared ? 0o644 : source.mode;
  const folders = absentFolders(dirname(target));
  try {
    if (source.bytes !== undefined) await access(target, constants.W_OK);
    await mkdir(dirname(target), { recursive: true, mode: shared ? 0o755 : 0o700 });
    const same = async () => await expectSame(source);
    await replaceFile(target, mark + text, same, { mode, owner: source.owner, ending: ENDING });
  } catch (error) {
    await removeEmpty(folders);
    throw explained(error, source.path);
  }
}

/**
 * Removes a file that was read, and those of the folders that hold nothing else.
 * @param folders the outermost first
 * @throws BbxError as writeSource
 */
export async function removeSource(source: Source, folders: readonly string[]): Promise<void> {
  try {
    await expectSame(source);
    await rm(source.target);
  } catch (error) {
    throw explained(error, source.path);
  }
  await removeEmpty(folders);
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  // One that holds something is not removed, and then those around it hold that one.
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}

/** The folders that would have to be made, the outermost first. */
export function absentFolders(folder: string): string[] {
  if (existsSync(folder) || dirname(folder) === folder) return [];
  return [...absentFolders(dirname(folder)), folder];
}

async function expectSame({ target, bytes, path }: Source): Promise<void> {
  const now = readOrdinary(target, path)?.bytes;
  if (now === undefined ? bytes === undefined : bytes?.equals(now)) return;
  throw new BbxError('CONFLICT', `${path} was changed by another program at this moment.`, {
    hint: 'Nothing was written. Run the command again.',
  });
}

function explained(error: unknown, path: string): unknown {
  if (error instanceof BbxError) return error;
  const code = codeOf(error);
  const usual = 'Check its permissions and those of its folder; another program may manage it.';
  const hint = HINTS[code] ?? usual;
  return new BbxError('FILE', `${path} cannot be written (${code}).`, { hint, cause: error });
}

const HINTS: Readonly<Record<string, string>> = {
  EBUSY:
    'It is mounted there, or another program holds it: change it where it comes from, or close that program.',
  ENOSPC: 'The disk is full: make room, and run the command again.',
  EDQUOT: 'Your share of the disk is full: make room, and run the command again.',
  EROFS: 'It lies on a disk that is only for reading: change it where it comes from.',
};

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
