import type { DiffPaint } from '../../../src/core/diff/diff-paint.ts';

const same = (text: string) => text;

/** No colour. */
export const PLAIN: DiffPaint = {
  file: same,
  hunk: same,
  added: same,
  removed: same,
  addedWord: same,
  removedWord: same,
  remark: same,
};

/** Marks in place of colours. */
export const MARKS: DiffPaint = {
  file: (text) => `<f>${text}</f>`,
  hunk: (text) => `<h>${text}</h>`,
  added: (text) => `<a>${text}</a>`,
  removed: (text) => `<r>${text}</r>`,
  addedWord: (text) => `<A>${text}</A>`,
  removedWord: (text) => `<R>${text}</R>`,
  remark: (text) => (text === '' ? '' : `<i>${text}</i>`),
};
