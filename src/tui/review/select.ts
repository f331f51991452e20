import type { DiffFile, DiffLine, Hunk } from '../../core/diff/diff.ts';
import type { CommentDraft } from '../../core/review/draft.ts';
import type { Item } from './content.ts';
import { documentOf } from './document.ts';
import { isBefore } from './scroll.ts';
import type { Place, State } from './state.ts';

/** The lines that a comment is going to stand on. */
export type Selection = Pick<CommentDraft, 'path' | 'side' | 'line' | 'startLine' | 'lines'>;

/**
 * The line under the cursor, or the marked range up to it. A range is on one side, the old one when
 * the cursor is on a removed line, and within one hunk: Bitbucket has no others.
 * @returns a sentence when there is nothing to comment on
 */
export function selection(state: State): Selection | string {
  const { content, cursor, mark } = state;
  const { items, order } = documentOf(content);
  const file = content.files[order[cursor.at] ?? -1];
  const item = items(cursor.at)[cursor.item];
  if (file === undefined || item?.kind !== 'line') return 'Move to a line of the diff first.';
  const last = item.hunk.lines[item.at];
  const start = mark === undefined ? item : items(mark.at)[mark.item];
  if (mark !== undefined && mark.at !== cursor.at) return OTHER_HUNK;
  if (start?.kind !== 'line' || start.hunk !== item.hunk || last === undefined) return OTHER_HUNK;
  const [from, to] = [Math.min(start.at, item.at), Math.max(start.at, item.at)];
  return onSide(file, item.hunk.lines.slice(from, to + 1), last.kind === 'removed' ? 'old' : 'new');
}

const OTHER_HUNK = 'A range stays within one hunk; press Esc to drop it.';

function onSide(
  file: DiffFile,
  lines: readonly DiffLine[],
  side: 'new' | 'old',
): Selection | string {
  const there = lines.flatMap(({ text, [side]: number }) =>
    number === undefined ? [] : [{ text: text.replace(/\r$/, ''), number }],
  );
  const [first, last] = [there[0], there.at(-1)];
  if (first === undefined || last === undefined) return OTHER_HUNK;
  const range = first.number === last.number ? {} : { startLine: first.number };
  const texts = there.map(({ text }) => text);
  return { path: file.path, side, line: last.number, ...range, lines: texts };
}

/** Whether a range is marked and a place is in it. */
export function isMarked({ mark, cursor }: State, place: Place): boolean {
  if (mark === undefined) return false;
  const [from, to] = isBefore(cursor, mark) ? [cursor, mark] : [mark, cursor];
  return !isBefore(place, from) && !isBefore(to, place);
}

/** Where a comment's lines end in the document; undefined when they are not shown. */
export function placeOf(state: State, draft: Selection): Place | undefined {
  const { order, items } = documentOf(state.content);
  const file = state.content.files.findIndex(({ path }) => path === draft.path);
  const at = order.indexOf(file);
  if (file < 0 || at < 0) return undefined;
  const item = items(at).findIndex((one) => isLine(one, draft.side, draft.line));
  return item < 0 ? undefined : { at, item };
}

const isLine = (item: Item, side: 'new' | 'old', number: number) =>
  item.kind === 'line' && lineOf(item.hunk, item.at)?.[side] === number;

const lineOf = (hunk: Hunk, at: number): DiffLine | undefined => hunk.lines[at];
