import type { DataAnswer } from '../../../core/answer.ts';
import { listAt, numberAt, textAt } from '../../../core/bitbucket/json-object.ts';

/** A folder, a line for each of its entries: folders with a slash, files with their size. */
export function listingText({ data, page }: DataAnswer): { text: string; remarks: string[] } {
  const lines = listAt(data, 'values').map((entry) => {
    const path = textAt(entry, 'path');
    if (textAt(entry, 'type') === 'commit_directory') return `${path}/`;
    const size = numberAt(entry, 'size');
    return size === undefined ? path : `${path} (${size} bytes)`;
  });
  const remarks = page?.partial ? ['Only the first entries: there are more.'] : [];
  return { text: lines.join('\n'), remarks };
}
