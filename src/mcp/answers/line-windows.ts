import type { ReadableText } from './readable-text.ts';

/** Some whole lines of a text; of a very long line a piece. */
export interface LineWindow {
  readonly start: number;
  readonly text: string;
  /** Its first line began in an earlier window. */
  readonly continues: boolean;
}

/** Characters of a window. */
const WINDOW = 256 * 1024;

/** Goes through a text in windows that end behind a line feed, so that it is never in memory whole. */
export function* lineWindows(text: ReadableText): Generator<LineWindow> {
  let continues = false;
  for (let start = 0; start < text.length; ) {
    const read = text.read(start, start + WINDOW);
    const isLast = start + read.length >= text.length;
    const end = isLast ? read.length : read.lastIndexOf('\n') + 1;
    const window = end > 0 ? read.slice(0, end) : read;
    yield { start, text: window, continues };
    continues = !window.endsWith('\n');
    start += window.length;
  }
}
