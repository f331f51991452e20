import type { Column } from './table-views.ts';

/** Between two columns. */
export const GAP = '  ';
/** A text cut shorter than this tells nothing: sooner the last column goes. */
export const NARROWEST = 16;
/** A name is shortened to no less. */
export const NARROWEST_NAME = 20;
/** Words that say why are cut to no less: their end may hold a number. */
const NARROWEST_WORDS = 46;

/** What a last column that is never cut counts for; beyond it, it runs on to the next line. */
const LAST = 32;

/**
 * The widths that fit: names shrink first, then the widest texts, then the last columns go (width 0).
 * @param least of columns of names: what they need so that no two look alike
 */
export function fitWidths(
  natural: readonly number[],
  columns: readonly Column[],
  width: number,
  least: readonly number[] = [],
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
    const at = widest(widths, columns, least);
    if (at >= 0) widths[at] = (widths[at] ?? 0) - 1;
    else {
      const last = widths.findLastIndex(
        (each, index) => each > 0 && index > 0 && !STAYING.has(columns[index]?.kind),
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

/** Kinds of columns that do not go. */
const STAYING = new Set<Column['kind']>(['id', 'name', 'words']);

const narrowestOf = (column: Column | undefined) =>
  column?.kind === 'words' ? NARROWEST_WORDS : NARROWEST;

function widest(
  widths: readonly number[],
  columns: readonly Column[],
  least: readonly number[],
): number {
  let found = -1;
  const take = (kinds: readonly Column['kind'][], narrowest: (at: number) => number) => {
    for (const [at, each] of widths.entries()) {
      const shrinks = kinds.includes(columns[at]?.kind) && each > narrowest(at);
      if (shrinks && each > (widths[found] ?? 0)) found = at;
    }
  };
  take(['name'], (at) => least[at] ?? NARROWEST_NAME);
  if (found < 0) take([undefined, 'words'], (at) => narrowestOf(columns[at]));
  return found;
}
