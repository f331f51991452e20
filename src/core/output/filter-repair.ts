import { type FilterToken, filterTokens } from './filter-tokens.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/;
/** A single `=`, and a name with dashes, outside of any quotes. */
const LOOSE = new RegExp(
  `(${QUOTED.source})|([^=!<>])=(?!=)|([A-Za-z_]\\w*(?:-[A-Za-z_]\\w*)+)`,
  'g',
);

/**
 * Puts right what can only be meant one way: `=` for `==`, bare numbers, texts without quotes or in
 * double ones, `and` and `or`, `{id, title}`, names with a dash, JSONPath's `$.`.
 * @returns the repaired expression, whether or not it is sound now
 */
export function repair(expression: string): string {
  const fixed = expression
    .replace(/^\s*\$\.?(?=[A-Za-z_[])/, '')
    .replace(LOOSE, (_, quoted?: string, before?: string, dashed?: string) =>
      dashed === undefined ? (quoted ?? `${before}==`) : `"${dashed}"`,
    );
  const { tokens } = filterTokens(fixed);
  let text = '';
  let at = 0;
  tokens.forEach((token, index) => {
    text += fixed.slice(at, token.start) + repaired(tokens, index);
    at = token.end;
  });
  return text + fixed.slice(at);
}

function repaired(tokens: readonly FilterToken[], index: number): string {
  const token = tokens[index];
  if (token === undefined) return '';
  const { kind, text } = token;
  if (isMistakenText(tokens, index)) return constant(token);
  if (kind === 'number' && isCompared(tokens, index)) return `\`${text}\``;
  if (isShorthand(tokens, index)) return `${text}: ${text}`;
  const between = index > 0 && tokens[index + 1]?.text !== '(';
  if (between && text === 'and') return '&&';
  if (between && text === 'or') return '||';
  return text;
}

function constant({ kind, text }: FilterToken): string {
  if (kind === 'quoted') return `'${text.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
  return /^(true|false|null)$/.test(text) ? `\`${text}\`` : `'${text}'`;
}

/** `{id, title}` as jq and JavaScript have it. */
function isShorthand(tokens: readonly FilterToken[], index: number): boolean {
  const { kind } = tokens[index] ?? {};
  const before = tokens[index - 1]?.text ?? '';
  const after = tokens[index + 1]?.text ?? '';
  if ((kind !== 'name' && kind !== 'quoted') || !/^[{,]$/.test(before) || !/^[,}]$/.test(after)) {
    return false;
  }
  return openBracket(tokens, index) === '{';
}

/** The bracket that the word at `index` stands in. */
function openBracket(tokens: readonly FilterToken[], index: number): string | undefined {
  const open: string[] = [];
  for (const { text } of tokens.slice(0, index)) {
    if (/^[{([]\??$/.test(text)) open.push(text);
    if (/^[})\]]$/.test(text)) open.pop();
  }
  return open.at(-1);
}

/** A lone name beside a comparison, or given as the text of a function, that no field is called. */
export function isMistakenText(tokens: readonly FilterToken[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || tokens[index - 1]?.text === '.' || tokens[index + 1]?.text === '.') {
    return false;
  }
  const comparedRight = COMPARISONS.has(tokens[index - 1]?.text ?? '');
  if (token.kind === 'quoted') return comparedRight || isTextArgument(tokens, index);
  if (token.kind !== 'name' || !isCompared(tokens, index)) return false;
  const named = tokens.some((t, i) => t.text === token.text && tokens[i + 1]?.text === ':');
  return /^(true|false|null)$|^[A-Z][A-Z_\d]+$/.test(token.text) && !named;
}

const isCompared = (tokens: readonly FilterToken[], index: number) =>
  COMPARISONS.has(tokens[index - 1]?.text ?? '') || COMPARISONS.has(tokens[index + 1]?.text ?? '');

/** `contains(title, "x")` and `join(", ", names)`: the text of these functions. */
function isTextArgument(tokens: readonly FilterToken[], index: number): boolean {
  if (tokens[index - 1]?.text === '(') return tokens[index - 2]?.text === 'join';
  if (tokens[index - 1]?.text !== ',' || tokens[index + 1]?.text !== ')') return false;
  const open = tokens.slice(0, index).findLastIndex((token) => token.text === '(');
  return /^(contains|starts_with|ends_with)$/.test(tokens[open - 1]?.text ?? '');
}
