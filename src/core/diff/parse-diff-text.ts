import type { DiffFile } from './diff.ts';
import { DiffReader } from './diff-reader.ts';

/** As parseDiff, of a diff that is text already. */
export function parseDiffText(text: string): DiffFile[] {
  const reader = new DiffReader();
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) reader.take(line);
  return reader.end();
}
