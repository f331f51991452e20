import type { DiffFile } from './diff.ts';
import { DiffReader } from './diff-reader.ts';
import { textLines } from './text-lines.ts';
import { wholeLines } from './whole-lines.ts';

/**
 * Reads a unified diff as git writes it and Bitbucket sends it. Of a binary file and of a merge's
 * combined diff there are no hunks; a file whose type changes (to a symbolic link, say) comes twice,
 * as git has it: removed, then added.
 * @param chunks the bytes, cut anywhere
 * @returns the files in the order of the diff
 * @throws BbxError UNAVAILABLE when the diff is not complete (a hunk is shorter than it announces, or
 *   a file's header breaks off), or when the bytes are no diff at all
 */
export async function parseDiff(chunks: AsyncIterable<Uint8Array>): Promise<DiffFile[]> {
  const reader = new DiffReader();
  for await (const bytes of wholeLines(chunks)) {
    for (const line of textLines(bytes)) reader.take(line);
  }
  return reader.end();
}
