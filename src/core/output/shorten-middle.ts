import { displayWidth, splitAt } from './width.ts';

/** Takes the middle out of a text that is too wide: what names differ by stands at either end. */
export function shortenMiddle(text: string, columns: number): string {
  const width = displayWidth(text);
  if (width <= columns) return text;
  const tail = Math.floor((columns - 1) / 2);
  const [head] = splitAt(text, columns - 1 - tail);
  // A wide character may not fit by halves, so the tail begins behind where it would.
  let [before, end] = splitAt(text, width - tail);
  if (displayWidth(end) > tail) [before, end] = splitAt(text, displayWidth(before) + 2);
  return `${head}…${end}`;
}

/**
 * The least width to which texts can be shortened so that no two of them look alike.
 * @param least what it is at least
 */
export function distinctWidth(texts: readonly string[], least: number): number {
  const all = [...new Set(texts)];
  const most = all.reduce((widest, text) => Math.max(widest, displayWidth(text)), least);
  const isDistinct = (width: number) =>
    new Set(all.map((text) => shortenMiddle(text, width))).size === all.length;
  let [low, high] = [least, most];
  if (isDistinct(low)) return low;
  // Both ends grow with the width, so what is told apart stays so.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isDistinct(middle)) high = middle;
    else low = middle;
  }
  return high;
}
