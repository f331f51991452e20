import { createHash } from 'node:crypto';
import type { DiffFile } from '../diff/diff.ts';

/**
 * What a file's change is, in 16 characters: the same as long as the change is the same, wherever
 * its lines have moved to. A file that was viewed and has another one is to be viewed again.
 */
export function fingerprint(file: DiffFile): string {
  const hash = createHash('sha256').update(`${file.status}\0${file.oldPath ?? ''}\0`);
  for (const hunk of file.hunks) {
    for (const { kind, text } of hunk.lines) {
      if (kind !== 'context') hash.update(`${kind}\0${text}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
