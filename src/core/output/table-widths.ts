import type { Column } from './table-views.ts';

/** Between two columns. */
export const GAP = '  ';
/** A text column is never made narrower than this; a column that cannot be, goes. */
export const NARROWEST = 8;

/** The widths that fit: the widest texts shrink first, then the last columns go (width 0). */
export function fitWidths(
  natural: readonly number[],
  columns: readonly Column[],
  width: number,
): number[] {
  const widths = [...natural];
  const total = () =>
    widths.reduce((sum, each) => sum + (each > 0 ? each + GAP.length : 0), -GAP.length);
  const widest = () => {
    let found = -1;
    for (const [at, each] of widths.entries()) {
      const shrinks = columns[at]?.kind === undefined && each > NARROWEST;
      if (shrinks && each > (widths[found] ?? 0)) found = at;
    }
    return found;
  };
  for (let over = total() - width; over > 0; over = total() - width) {
    const at = widest();
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
