import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Replaces a file whole or not at all, in one go: what is to be saved when the process is about to
 * end cannot wait for a promise. It is only for its owner to read and write.
 * @throws what the file system throws; then the file is as it was
 */
export function writeWhole(path: string, content: string): void {
  const next = `${path}.new`;
  // One that a crash left behind, perhaps with other permissions.
  rmSync(next, { force: true });
  try {
    const file = openSync(next, 'wx', 0o600);
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
