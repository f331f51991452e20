import type { Columns } from './columns.ts';
import { estimateTokens } from './token-estimate.ts';

/** Stands in a cell for the value of the column that its head names. */
const DITTO = '=';
/** What the head of a column with dittos costs more, besides the other's name. */
const HEAD = 8;

/**
 * Says texts once that stand twice in a row. Columns that are equal in every row become one with
 * both names, `name & slug`; where most cells repeat another column's, they are `=`, and the head
 * tells of which: `updated_on (= same as created_on)`.
 */
export function takeDittos(columns: Columns): Columns {
  const whole = mergeEqual(columns);
  const said: Columns = new Map();
  const sources: [name: string, values: readonly unknown[]][] = [];
  for (const [name, values] of whole) {
    const best = values.includes(DITTO) ? undefined : mostAlike(values, sources);
    if (best === undefined) {
      said.set(name, values);
      sources.push([name.split(' & ')[0] ?? name, values]);
    } else {
      const cells = values.map((value, row) => (isSame(value, best.values[row]) ? DITTO : value));
      said.set(`${name} (= same as ${best.name})`, cells);
    }
  }
  return said;
}

function mergeEqual(columns: Columns): Columns {
  const names = new Map<string, string[]>();
  const texts = new Map<string, string>();
  for (const [name, values] of columns) {
    const there = values.filter((value) => value !== null);
    // Two rows may agree by chance in small values.
    const mergeable =
      there.length > 2 || (there.length > 1 && there.some((each) => typeof each === 'string'));
    const text = mergeable ? JSON.stringify(values) : name;
    texts.set(name, text);
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  const merged: Columns = new Map();
  for (const [name, values] of columns) {
    const all = names.get(texts.get(name) ?? '') ?? [name];
    if (all[0] === name) merged.set(all.join(' & '), values);
  }
  return merged;
}

function mostAlike(
  values: readonly unknown[],
  sources: readonly [name: string, values: readonly unknown[]][],
) {
  let best: { name: string; values: readonly unknown[]; saved: number } | undefined;
  for (const [name, others] of sources) {
    const repeated = values.filter((value, row) => isSame(value, others[row]));
    if (repeated.length < 2) continue;
    const saved = estimateTokens(repeated.join()) - repeated.length - HEAD - estimateTokens(name);
    if (saved > (best?.saved ?? 0)) best = { name, values: others, saved };
  }
  return best;
}

const isSame = (value: unknown, other: unknown) => typeof value === 'string' && value === other;
