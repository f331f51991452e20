import type { Asked } from './asked.ts';

/** What a request does besides what its own path says. */
export interface Reaches {
  /** Other repositories that it reads or writes, as if each were asked for by itself. */
  readonly others: readonly Asked[];
  /** Why nobody can tell where it reaches, and how to say it clearly; undefined where that is clear. */
  readonly unclear: Unclear | undefined;
}

interface Unclear {
  readonly text: string;
  readonly way: string;
}
