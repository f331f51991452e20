import { expect } from 'vitest';
import type { DiffFile, DiffLine } from '../../../src/core/diff/diff.ts';

/** The lines of a file with their line feeds, each decoded by itself. */
export function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf('\n', start);
    const end = found < 0 ? bytes.length : found + 1;
    lines.push(decoded(bytes.subarray(start, end)));
    start = end;
  }
  return lines;
}

function decoded(line: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return line.toString('latin1');
  }
}

/** The new file, made of the old one and the hunks, whose line numbers and old lines must fit. */
export function rebuilt(old: readonly string[], file: DiffFile): string[] {
  const made: string[] = [];
  let at = 0;
  for (const { oldStart, oldCount, lines } of file.hunks) {
    const start = oldCount === 0 ? oldStart : oldStart - 1;
    made.push(...old.slice(at, start));
    at = start;
    for (const line of lines) {
      if (line.kind !== 'added') expect(old[at++]).toBe(whole(line));
      if (line.kind !== 'removed') made.push(whole(line));
      const numbers = { old: line.kind === 'added' ? undefined : at };
      const both = { ...numbers, new: line.kind === 'removed' ? undefined : made.length };
      expect({ old: line.old, new: line.new }).toEqual(both);
    }
  }
  return [...made, ...old.slice(at)];
}

function whole({ text, endsWithoutNewline }: DiffLine): string {
  return endsWithoutNewline ? text : `${text}\n`;
}
