/** Signs that tell what colours tell as well. */
export interface Signs {
  readonly here: string;
  readonly marked: string;
  readonly rail: string;
  readonly open: string;
  readonly folded: string;
  readonly waiting: string;
  readonly done: string;
  readonly draft: string;
  readonly reply: string;
  readonly arrow: string;
  readonly minus: string;
  readonly dot: string;
}

/** For terminals that show Unicode, which is nearly all. */
export const UNICODE: Signs = {
  here: '▌',
  marked: '▏',
  rail: '│',
  open: '▾',
  folded: '▸',
  waiting: '●',
  done: '✓',
  draft: '✎',
  reply: '↳',
  arrow: '→',
  minus: '−',
  dot: '·',
};

/** For the others. */
export const ASCII: Signs = {
  here: '>',
  marked: ':',
  rail: '|',
  open: 'v',
  folded: '>',
  waiting: '*',
  done: 'v',
  draft: '~',
  reply: '->',
  arrow: '->',
  minus: '-',
  dot: '-',
};
