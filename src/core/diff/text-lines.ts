import { isUtf8 } from 'node:buffer';
import { decodeText } from './decode-text.ts';

const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines at line feeds; a carriage return stays. Each line is decoded by itself, so
 * that one file in another encoding does not spoil the rest.
 * @returns lines without line feeds; the last may have had none
 */
export function textLines(bytes: Buffer): string[] {
  const end = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length;
  if (isUtf8(bytes)) return bytes.toString('utf8', 0, end).split('\n');
  const lines: string[] = [];
  for (let start = 0; start <= end; ) {
    const found = bytes.indexOf(LINE_FEED, start);
    const stop = found < 0 ? end : found;
    lines.push(decodeLine(bytes.subarray(start, stop)));
    start = stop + 1;
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
