import type { WholeAnswer } from './whole-answer.ts';

/** What there is to say of an answer that is kept. */
export interface Kept {
  readonly whole: WholeAnswer;
  readonly number: number;
  /** The tool that reads on. */
  readonly tool: string;
  /** Where what was shown ends; undefined where nothing follows. */
  readonly next?: number | undefined;
  /** What was picked is all there. */
  readonly isDone?: boolean;
}

/** Says, once for each kept answer, how to read more of it: where it goes on, and what can be picked. */
export function wayOn({ whole, number, tool, next, isDone = false }: Kept): string {
  if (isDone) return `${tool} path "answer:${number}" has all of it.`;
  const { files, rows } = whole;
  const ways = [
    ...(next === undefined ? [] : [`offset: ${next} goes on`]),
    ...(files && files.length > 1 ? [`file: "PATH" shows one of its ${files.length} files`] : []),
    `grep: "REGEX" finds ${rows ? 'rows' : 'lines'}`,
  ];
  const call = `${tool} path "answer:${number}"`;
  const less = rows ? ' Or ask for less with jq, or with fields or pagelen in queryParams.' : '';
  return `Kept as answer:${number}; ${call} reads it: ${ways.join(', ')}.${less}`;
}
