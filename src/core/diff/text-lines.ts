import { isUtf8 } from 'node:buffer';
import { decodeText } from './decode-text.ts';

const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines at line feeds, wherever the chunks end; a carriage return stays. Each line
 * is decoded by itself, so one file in another encoding does not spoil the rest.
 * @yields the lines of a chunk together, without line feeds; the last may have had none
 */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED);
    rest.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) continue;
    yield decodeLines(rest);
    rest = [chunk.subarray(end + 1)];
  }
  if (rest.some((part) => part.length > 0)) yield decodeLines(rest);
}

function decodeLines(parts: readonly Uint8Array[]): string[] {
  const bytes = Buffer.concat(parts);
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n');
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    lines.push(decodeLine(bytes.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

/** Git cuts the text after a hunk's numbers at 80 bytes, and may cut a character in two. */
function decodeLine(line: Uint8Array): string {
  const hunk = line[0] === 0x40 && line[1] === 0x40;
  for (let cut = 0; hunk && cut <= 3; cut++) {
    const whole = line.subarray(0, line.length - cut);
    if (isUtf8(whole)) return decodeText(whole);
  }
  return decodeText(line);
}
