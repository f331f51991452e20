import { documentOf } from './document.ts';
import type { Drawing } from './drawing.ts';
import { itemRows } from './item-rows.ts';
import { after, isSame } from './scroll.ts';
import { isMarked } from './select.ts';
import type { Place, State } from './state.ts';
import type { Row, Span, Style } from './theme.ts';

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

interface Mark {
  readonly sign: Span;
  /** What becomes of the first span of a row, the number of a line. */
  readonly style: Style | undefined;
}

function markOf(state: State, { theme }: Drawing, place: Place): Mark {
  if (isSame(place, state.cursor)) {
    return { sign: { text: theme.signs.here, style: theme.cursor }, style: theme.cursor };
  }
  if (isMarked(state, place)) {
    return { sign: { text: theme.signs.marked, style: theme.cursor }, style: theme.cursor };
  }
  return { sign: { text: ' ' }, style: undefined };
}

function marked({ spans, fill }: Row, { sign, style }: Mark): Row {
  const [first, ...rest] = spans;
  if (style === undefined || first === undefined) return { spans: [sign, ...spans], fill };
  return {
    spans: [sign, { text: first.text, style: { ...first.style, ...style } }, ...rest],
    fill,
  };
}
