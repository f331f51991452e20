import type { DiffPaint } from '../diff/diff-paint.ts';

/** The colours of a diff, as git has them; words that changed stand out by reversing them. */
export async function diffColours(colour: boolean): Promise<DiffPaint> {
  const { Chalk } = await import('chalk');
  const { bold, cyan, green, red, dim } = new Chalk({ level: colour ? 1 : 0 });
  return {
    file: bold,
    hunk: cyan,
    added: green,
    removed: red,
    addedWord: green.inverse,
    removedWord: red.inverse,
    remark: dim,
  };
}
