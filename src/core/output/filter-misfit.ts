import { filterTokens } from './filter-tokens.ts';

/** Of the package's kinds, which it gives as numbers. */
const KINDS = ['number', 'anything', 'string', 'array', 'object', 'boolean', 'expression', 'null'];
const BY_ROW = new Set(['[?', '*', '[]', '&']);
const OF_TEXTS = new Set(['contains', 'starts_with', 'ends_with']);

/** What a sound filter had against the data, for a person. */
export interface Misfit {
  readonly why: string;
  readonly hint: string;
}

/**
 * Explains why a sound filter does not fit the data.
 * @param said the words of the package
 */
export function misfit(expression: string, said: string): Misfit {
  const why = inWords(said);
  return { why, hint: hintFor(expression, why) };
}

function hintFor(expression: string, why: string): string {
  const [, name = '', argument = ''] = /^(\w+)\(\) expected argument (\d)/.exec(why) ?? [];
  const nothing = /received (type )?null/.test(why);
  const calls = nothing ? callsOf(expression, name) : [];
  if (calls.length > 0 && !calls.some(({ byRow }) => byRow)) {
    const [only, ...others] = calls;
    const source = others.length === 0 && only?.source[Number(argument) - 1];
    return `${source || `Argument ${argument}`} is null, which ${name}() cannot take. Look at the answer without a filter.`;
  }
  if (OF_TEXTS.has(name)) {
    return `A row without the field stops ${name}(); ask for it first: [?title && ${name}(title, 'a')].`;
  }
  if (nothing || /(number|string), received|sort_by/.test(why)) {
    return 'Some rows lack the field; take only those that have it first: values[?field] | sort_by(@, &field).';
  }
  return 'Look at the answer without a filter to see what is there.';
}

interface Call {
  /** Whether it is made once for each row of something. */
  readonly byRow: boolean;
  /** The arguments, as they are written. */
  readonly source: readonly string[];
}

function callsOf(expression: string, name: string): readonly Call[] {
  const { tokens } = filterTokens(expression);
  return tokens.flatMap(({ text }, index) => {
    if (text !== name || tokens[index + 1]?.text !== '(') return [];
    const byRow = tokens.slice(0, index).some((before) => BY_ROW.has(before.text));
    return [{ byRow, source: argumentsFrom(expression, tokens[index + 1]?.end ?? 0) }];
  });
}

/** The arguments of the call whose bracket ends before `from`. */
function argumentsFrom(expression: string, from: number): readonly string[] {
  const found: string[] = [];
  let begin = from;
  let depth = 1;
  for (const { text, start, end } of filterTokens(expression).tokens) {
    if (start < from) continue;
    if (/^[[({]\??$/.test(text)) depth += 1;
    if (/^[\])}]$/.test(text)) depth -= 1;
    if (depth === 0 || (depth === 1 && text === ',')) {
      found.push(expression.slice(begin, start).trim());
      begin = end;
    }
    if (depth === 0) break;
  }
  return found;
}

/** Without the prefixes of the package, and with the types that it gives as numbers by name. */
function inWords(said: string): string {
  const bare = said.replace(/^(TypeError: |ArgumentError: )+/, '');
  if (bare === 'TypeError') return 'sort_by() takes numbers or strings';
  return bare
    .replace('one of 0,2, received', 'number or string, received')
    .replace(/^expected (\d), received/, (_, kind) => `expected ${KINDS[kind]}, received`)
    .replace(/, received (\d)$/, (_, kind) => `, received ${KINDS[kind]}`)
    .replace(/\btype (\w+),(\w+)/g, 'type $1 or $2');
}
