import type { Screen } from '../../core/answer.ts';
import { type Paint, paintFor } from '../../core/output/paint.ts';
import { timeAgo } from '../../core/output/time-ago.ts';
import { wrap } from '../../core/output/width.ts';
import { placeText } from './place-text.ts';
import { safe } from './short-lines.ts';
import type { ThreadRow } from './thread-rows.ts';

/** Threads for a person: where, who, what, and the newest answer; safe for a terminal. */
export async function threadsText(
  rows: readonly ThreadRow[],
  { width, now, colour }: Screen,
): Promise<string> {
  if (rows.length === 0) return 'No threads.';
  const paint = await paintFor(colour);
  return rows.map((row) => threadText(row, { width, now }, paint)).join('\n\n');
}

function threadText(
  row: ThreadRow,
  { width, now }: Pick<Screen, 'width' | 'now'>,
  { strong, faint, good, busy }: Paint,
): string {
  const replies = `${row.replies} ${row.replies === 1 ? 'reply' : 'replies'}`;
  const state = { open: '', general: '', resolved: good('resolved'), pending: busy('pending') };
  const about = [
    faint(safe(`${row.author}, ${timeAgo(row.last_on, now)}`)),
    ...(row.replies > 0 ? [faint(replies)] : []),
    state[row.state],
  ];
  return [
    `${row.id}  ${strong(safe(placeOf(row)))}  ${about.filter(Boolean).join(', ')}`,
    ...(row.code === null ? [] : [faint(`    | ${safe(row.code.replaceAll('\t', '  '))}`)]),
    ...indented(row.text, width),
    ...(row.last_reply === null ? [] : indented(`> ${row.last_reply}`, width)),
  ].join('\n');
}

function placeOf({ path, line, start_line, side }: ThreadRow): string {
  if (path === null || side === null) return '(general)';
  const range = start_line === null ? {} : { startLine: start_line };
  return placeText({ path, side, line: line ?? undefined, ...range });
}

const indented = (text: string, width: number): string[] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => wrap(safe(line), Math.max(20, width - 4)))
    .map((line) => `    ${line}`);
