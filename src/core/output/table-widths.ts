import type { Column } from './table-views.ts';

/** Between two columns. */
export const GAP = '  ';
/** A text cut shorter than this tells nothing: sooner the last column goes. */
export const NARROWEST = 16;

/** What a last column that is never cut counts for; beyond it, it runs on to the next line. */
const LAST = 32;

/** The widths that fit: the widest texts shrink first, then the last columns go (width 0). */
export function fitWidths(
  natural: readonly number[],
  columns: readonly Column[],
  width: number,
): number[] {
  const widths = [...natural];
  const counted = (each: number, at: number) =>
    at > 0 && at === widths.length - 1 && columns[at]?.kind === 'id' ? Math.min(each, LAST) : each;
  const total = () =>
    widths.reduce(
      (sum, each, at) => sum + (each > 0 ? counted(each, at) + GAP.length : 0),
      -GAP.length,
    );
  for (let over = total() - width; over > 0; over = total() - width) {
    const at = widest(widths, columns);
    if (at >= 0) widths[at] = (widths[at] ?? 0) - 1;
    else {
      const last = widths.findLastIndex(
        (each, index) => each > 0 && index > 0 && columns[index]?.kind !== 'id',
      );
      if (last < 0) break;
      widths[last] = 0;
      restore(widths, natural);
    }
  }
  return widths;
}

/** When a column has gone, the others may take its room before they shrink again. */
function restore(widths: number[], natural: readonly number[]): void {
  for (const [at, each] of widths.entries()) if (each > 0) widths[at] = natural[at] ?? each;
}

function widest(widths: readonly number[], columns: readonly Column[]): number {
  let found = -1;
  for (const [at, each] of widths.entries()) {
    const shrinks = columns[at]?.kind === undefined && each > NARROWEST;
    if (shrinks && each > (widths[found] ?? 0)) found = at;
  }
  return found;
}
