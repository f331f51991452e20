import { decodeText } from './decode-text.ts';
import type { DiffFile } from './diff.ts';
import { fileHeader, HEADER_LINE } from './file-header.ts';
import { wholeLines } from './whole-lines.ts';

const START = Buffer.from('diff --');
const NEXT = Buffer.from('\ndiff --');
const LINE_FEED = 0x0a;

/**
 * Takes files out of a diff, byte for byte: what is left is a diff as git writes it. Every line of a
 * file's content has a sign before it, so a line that begins with "diff --" begins a file.
 * @param takes whether a file is wanted, by what its header says
 */
export async function* selectFiles(
  chunks: AsyncIterable<Uint8Array>,
  takes: (file: Pick<DiffFile, 'path' | 'oldPath'>) => boolean,
): AsyncGenerator<Uint8Array> {
  for await (const file of fileBytes(chunks)) {
    const header = fileHeader(headerLines(file));
    if (header !== undefined && takes(header)) yield file;
  }
}

/** The bytes of each file together; what comes before the first one is left out. */
async function* fileBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const bytes of wholeLines(chunks)) {
    let start = 0;
    for (const at of starts(bytes)) {
      const file = Buffer.concat([...parts, bytes.subarray(start, at)]);
      if (startsFile(file)) yield file;
      parts = [];
      start = at;
    }
    parts.push(bytes.subarray(start));
  }
  const last = Buffer.concat(parts);
  if (startsFile(last)) yield last;
}

const startsFile = (bytes: Buffer) => bytes.subarray(0, START.length).equals(START);

function* starts(bytes: Buffer): Generator<number> {
  if (startsFile(bytes)) yield 0;
  for (let at = bytes.indexOf(NEXT); at >= 0; at = bytes.indexOf(NEXT, at + 1)) yield at + 1;
}

function headerLines(file: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0; start < file.length; ) {
    const found = file.indexOf(LINE_FEED, start);
    const end = found < 0 ? file.length : found;
    const line = decodeText(file.subarray(start, end));
    if (line.startsWith('@@') || line === 'GIT binary patch') break;
    if (start === 0 || HEADER_LINE.test(line)) lines.push(line);
    start = end + 1;
  }
  return lines;
}
