import type { KeptAnswers } from './kept-answers.ts';

/** What is needed to keep a long answer, and to tell a model how to read on in it. */
export interface Reader {
  readonly answers: KeptAnswers;
  /** The tool that reads on. */
  readonly tool: string;
  /** A sentence on how to get the answer anew, once it is no longer kept. */
  readonly anew: string;
  readonly signal?: AbortSignal | undefined;
}
