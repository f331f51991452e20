import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { BbxError } from '../errors.ts';

/** Bytes. No client has a larger file, and a project's file may come from anybody. */
const LARGEST = 64 * 1024 * 1024;

/** A file, and what the file system says of it. */
export interface Ordinary {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/**
 * Reads a file, and waits for no pipe and no device: a link in a project may lead to any.
 * @param name as a person knows the file
 * @returns undefined where there is none
 * @throws BbxError FILE when it cannot be read, is no ordinary file or is larger than 64 MiB
 */
export function readOrdinary(path: string, name = path): Ordinary | undefined {
  try {
    // Opening a device may do something already.
    check(statSync(path), name);
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(file);
      check(stats, name);
      return { bytes: readFileSync(file), stats };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof BbxError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new BbxError('FILE', `${name} cannot be read (${code}).`, {
      hint: 'It must be a file that you may read.',
      cause: error,
    });
  }
}

function check(stats: Stats, name: string): void {
  const hint = 'It was left alone. Put a file of text there, or take it away.';
  if (!stats.isFile()) throw new BbxError('FILE', `${name} is no ordinary file.`, { hint });
  if (stats.size > LARGEST) throw new BbxError('FILE', `${name} is larger than 64 MiB.`, { hint });
}
