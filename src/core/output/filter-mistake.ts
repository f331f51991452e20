import { isMistakenText } from './filter-repair.ts';
import { type FilterToken, filterTokens, type Mistake } from './filter-tokens.ts';
import type { Jmespath } from './jmespath.ts';

const AFTER_A_DOT = new Set(['*', '[', '{', '[]']);

const JQ_FUNCTIONS = new Set(
  'length keys add first last reverse sort unique flatten not min max to_entries tostring tonumber'.split(
    ' ',
  ),
);

/** Every function of jmespath 0.16 and how many arguments it takes. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ...['abs', 'avg', 'ceil', 'floor', 'keys', 'length', 'max', 'min', 'reverse', 'sort', 'sum'].map(
    (name) => [name, 1] as const,
  ),
  ...['to_array', 'to_number', 'to_string', 'type', 'values'].map((name) => [name, 1] as const),
  ...['contains', 'ends_with', 'join', 'map', 'max_by', 'min_by', 'sort_by', 'starts_with'].map(
    (name) => [name, 2] as const,
  ),
  // Any number of arguments, at least one.
  ['merge', Number.NaN],
  ['not_null', Number.NaN],
]);

/**
 * Finds the first mistake of an expression: what does not parse, functions that do not exist, and
 * what parses but can only be meant otherwise (`[?state==OPEN]`, `[?state=="OPEN"]`,
 * `[?draft==true]` compare with a field of that name and silently find nothing).
 * @returns undefined when the expression is sound
 */
export function findMistake(jmespath: Jmespath, expression: string): Mistake | undefined {
  const { tokens, mistake } = filterTokens(expression);
  return (
    earliest(mistake, brokenPrefix(jmespath, expression, tokens)) ??
    danglingDot(expression, tokens) ??
    incomplete(jmespath, expression) ??
    emptyGroup(tokens) ??
    badCall(tokens) ??
    bareFunction(tokens) ??
    unquotedText(tokens)
  );
}

function earliest(...mistakes: (Mistake | undefined)[]): Mistake | undefined {
  return mistakes.reduce((a, b) => (a && (!b || a.at <= b.at) ? a : b));
}

/**
 * The first word after which no continuation can save the expression. The parser does not look beyond
 * a word that it refuses, so all longer prefixes are broken too, and halving finds the first one: to
 * try every prefix takes seconds for a long expression.
 */
function brokenPrefix(
  jmespath: Jmespath,
  expression: string,
  tokens: readonly FilterToken[],
): Mistake | undefined {
  let [from, to] = [0, tokens.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBroken(jmespath, expression, tokens[middle])) to = middle;
    else from = middle + 1;
  }
  const token = tokens[from];
  return token && { at: token.start, why: unexpected(token) };
}

function isBroken(jmespath: Jmespath, expression: string, token: FilterToken | undefined): boolean {
  if (token === undefined) return false;
  const error = failure(jmespath, expression.slice(0, token.end));
  // A slice that ends too early is told without the word EOF.
  const slice = token.text === ':' || token.kind === 'number';
  return error !== undefined && !endedTooEarly(error, slice);
}

function unexpected({ kind, text }: FilterToken): string {
  if (kind === 'number') return 'a number is written in backticks here';
  if (text === '.') return 'a path starts with a name, not with a dot';
  if (text === ',') return 'a field in {…} is written name: expression';
  return `${text} is not expected here`;
}

function failure(jmespath: Jmespath, expression: string): unknown {
  try {
    jmespath.compile(expression);
    return undefined;
  } catch (error) {
    return error ?? 'failed';
  }
}

/** The parser complains of EOF, or walks off the end of its words with a TypeError. */
const endedTooEarly = (error: unknown, slice: boolean) =>
  error instanceof TypeError ||
  (error instanceof Error && (slice ? /EOF|undefined\(undefined\)/ : /EOF/).test(error.message));

function danglingDot(expression: string, tokens: readonly FilterToken[]): Mistake | undefined {
  const index = tokens.findIndex((token, position) => {
    const next = tokens[position + 1];
    const fits =
      next?.kind === 'name' || next?.kind === 'quoted' || AFTER_A_DOT.has(next?.text ?? '');
    return token.text === '.' && !fits;
  });
  if (index < 0) return undefined;
  return {
    at: tokens[index + 1]?.start ?? expression.length,
    why: 'a name is missing after the dot',
  };
}

function incomplete(jmespath: Jmespath, expression: string): Mistake | undefined {
  if (expression.trim() === '') return { at: 0, why: 'the filter is empty' };
  if (failure(jmespath, expression) === undefined) return undefined;
  return { at: expression.length, why: 'something is missing at the end' };
}

/** `()` around nothing, and a call of what is no name: `[0](x)`. */
function emptyGroup(tokens: readonly FilterToken[]): Mistake | undefined {
  const empty = tokens.find(({ text }, index) => {
    const before = tokens[index - 1];
    const closes = /^[)\]}]$|^\[\]$/.test(before?.text ?? '');
    return text === '(' && (closes || (tokens[index + 1]?.text === ')' && before?.kind !== 'name'));
  });
  return empty && { at: empty.start, why: 'these brackets belong to nothing' };
}

/** jq's `values | length`: here that asks for a field of this name, and silently finds nothing. */
function bareFunction(tokens: readonly FilterToken[]): Mistake | undefined {
  const bare = tokens.find(({ text }, index) => {
    const [before, after] = [tokens[index - 1]?.text ?? '|', tokens[index + 1]?.text ?? '|'];
    return JQ_FUNCTIONS.has(text) && before === '|' && after === '|';
  });
  return bare && { at: bare.start, why: `${bare.text} is read as the name of a field here` };
}

function badCall(tokens: readonly FilterToken[]): Mistake | undefined {
  for (const [index, { kind, text, start }] of tokens.entries()) {
    if (kind !== 'name' || tokens[index + 1]?.text !== '(') continue;
    const takes = FUNCTIONS.get(text);
    if (takes === undefined) return { at: start, why: `there is no function ${text}()` };
    const given = countArguments(tokens, index + 2);
    if (given === 0 || (takes >= 0 && given !== takes)) {
      return { at: start, why: `${text}() takes ${takes || 'at least 1'}, not ${given}` };
    }
  }
  return undefined;
}

function countArguments(tokens: readonly FilterToken[], from: number): number {
  if (tokens[from]?.text === ')') return 0;
  let count = 1;
  let depth = 1;
  for (let index = from; index < tokens.length && depth > 0; index++) {
    const text = tokens[index]?.text ?? '';
    if (/^[([{]|^\[\?$/.test(text) && text !== '[]') depth += 1;
    if (/^[)\]}]$/.test(text)) depth -= 1;
    if (text === ',' && depth === 1) count += 1;
  }
  return count;
}

function unquotedText(tokens: readonly FilterToken[]): Mistake | undefined {
  const index = tokens.findIndex((_, position) => isMistakenText(tokens, position));
  const token = tokens[index];
  if (token === undefined) return undefined;
  return { at: token.start, why: `${token.text} is read as the name of a field here` };
}
