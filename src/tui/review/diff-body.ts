import { documentOf } from './document.ts';
import type { Drawing } from './drawing.ts';
import { itemRows } from './item-rows.ts';
import { after, isSame } from './scroll.ts';
import { isMarked } from './select.ts';
import type { Place, State } from './state.ts';
import type { Row, Span } from './theme.ts';

/** The rows of the diff that are on the screen, from its upper edge on. */
export function diffBody(state: State, drawing: Drawing, height: number): Row[] {
  const rows: Row[] = [];
  let place: Place | undefined = state.top;
  let skip = state.top.skip;
  while (place !== undefined && rows.length < height) {
    const here: Place = place;
    const mark = markOf(state, drawing, here);
    for (const row of rowsAt(state, drawing, here).slice(skip)) rows.push(marked(row, mark));
    skip = 0;
    place = after(state, here);
  }
  return rows.slice(0, height);
}

/** The rows of the item at a place. */
export function rowsAt({ content }: State, drawing: Drawing, { at, item }: Place): readonly Row[] {
  const { items, order } = documentOf(content);
  const one = items(at)[item];
  if (one === undefined) return [];
  return itemRows(drawing, content, one, content.files[order[at] ?? -1]);
}

/** The sign before an item, if it has one. */
function markOf(state: State, { theme }: Drawing, place: Place): Span | undefined {
  const here = isSame(place, state.cursor);
  if (!here && !isMarked(state, place)) return undefined;
  return { text: here ? theme.signs.here : theme.signs.marked, style: theme.cursor };
}

/** The sign takes the first column, and its style goes to what follows, the number of a line. */
function marked(row: Row, sign: Span | undefined): Row {
  const [, first, ...rest] = row.spans;
  if (sign === undefined) return row;
  if (first === undefined) return { spans: [sign] };
  const number = { text: first.text, style: { ...first.style, ...sign.style } };
  return { spans: [sign, number, ...rest], fill: row.fill };
}
