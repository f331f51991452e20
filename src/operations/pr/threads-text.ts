import type { Screen } from '../../core/answer.ts';
import { timeAgo } from '../../core/output/time-ago.ts';
import { wrap } from '../../core/output/width.ts';
import { placeText } from './place-text.ts';
import { safe } from './short-lines.ts';
import type { ThreadRow } from './thread-rows.ts';

/** Threads for a person: where, who, what, and the newest answer; safe for a terminal. */
export const threadsText = (rows: readonly ThreadRow[], screen: Screen): string =>
  rows.length === 0 ? 'No threads.' : rows.map((row) => threadText(row, screen)).join('\n\n');

function threadText(row: ThreadRow, { width, now }: Screen): string {
  const replies =
    row.replies === 0 ? '' : `, ${row.replies} ${row.replies === 1 ? 'reply' : 'replies'}`;
  const state = row.state === 'open' ? '' : `, ${row.state}`;
  const head = `${row.id}  ${placeOf(row)}  ${row.author}, ${timeAgo(row.lastOn, now)}${replies}${state}`;
  return [
    safe(head),
    ...(row.code === null ? [] : [`    | ${safe(row.code.replaceAll('\t', '  '))}`]),
    ...indented(row.text, width),
    ...(row.lastReply === null ? [] : indented(`> ${row.lastReply}`, width)),
  ].join('\n');
}

function placeOf({ path, line, startLine, side }: ThreadRow): string {
  if (path === null || side === null) return '(general)';
  const range = startLine === null ? {} : { startLine };
  return placeText({ path, side, line: line ?? undefined, ...range });
}

const indented = (text: string, width: number): string[] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => wrap(safe(line), Math.max(20, width - 4)))
    .map((line) => `    ${line}`);
