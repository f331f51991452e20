/** A word of a JMESPath expression and where it stands. */
export interface FilterToken {
  readonly kind: 'name' | 'quoted' | 'raw' | 'literal' | 'number' | 'sign';
  readonly text: string;
  /** Characters from the beginning of the expression; `end` is the first one behind the word. */
  readonly start: number;
  readonly end: number;
}

/** Where a filter goes wrong, and why. */
export interface Mistake {
  readonly at: number;
  readonly why: string;
}

const WORD =
  /(?<name>[A-Za-z_]\w*)|(?<quoted>"(?:\\.|[^"\\])*")|(?<raw>'(?:\\.|[^'\\])*')|(?<literal>`(?:\\.|[^`\\])*`)|(?<number>-?\d+(?:\.\d+)?)|(?<sign>\[\?|\[\]|&&|\|\||[=!<>]=|[.*,:{}[\]()@<>!&|])/y;

/** A quote that is never closed goes to the end. */
const QUOTED_OR_BRACKET = /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?|[[\](){}]/gs;

const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`' };

/**
 * Splits an expression into words. The package's own lexer is no help here: it accepts an unclosed
 * quote in silence and answers a single `=` with a TypeError from elsewhere.
 * @returns the words, and the first place that is no word, where there is one
 */
export function filterTokens(expression: string): { tokens: FilterToken[]; mistake?: Mistake } {
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < expression.length) {
    if (/\s/.test(expression.charAt(at))) {
      at += 1;
      continue;
    }
    WORD.lastIndex = at;
    const match = WORD.exec(expression);
    if (match === null) return { tokens, mistake: { at, why: noWord(expression.charAt(at)) } };
    const text = match[0];
    tokens.push({ kind: kindOf(match.groups), text, start: at, end: at + text.length });
    at += text.length;
  }
  return { tokens };
}

/** How many brackets of any kind are open at the deepest place, outside of quotes. */
export function nestingOf(expression: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [part] of expression.matchAll(QUOTED_OR_BRACKET)) {
    if (/^[[({]/.test(part)) deepest = Math.max(deepest, ++depth);
    else if (/^[\])}]/.test(part)) depth = Math.max(0, depth - 1);
  }
  return deepest;
}

function kindOf(groups: Record<string, string | undefined> = {}): FilterToken['kind'] {
  if (groups.name !== undefined) return 'name';
  if (groups.quoted !== undefined) return 'quoted';
  if (groups.raw !== undefined) return 'raw';
  if (groups.literal !== undefined) return 'literal';
  return groups.number === undefined ? 'sign' : 'number';
}

function noWord(character: string): string {
  if (character === '=') return 'a comparison is ==, not =';
  if (character in QUOTES) return `this ${character} is never closed`;
  if (character === '-') return 'a name with a dash stands in double quotes';
  return `${JSON.stringify(character)} means nothing here`;
}
