import { badRequest } from './errors.ts';

/** A comparison or a combination of a BBQL query. */
export type Query =
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly op: string;
      readonly values: readonly Literal[];
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] };

/** What a field is compared with. */
export type Literal = string | number | boolean | null;

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(!=|!~|>=|<=|[=~<>(),])|([^\s"=~!<>(),]+))/gy;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads Bitbucket's query language: comparisons, IN, AND, OR, parentheses.
 * @throws Refusal 400 where the text is no query
 */
export function parseQuery(text: string): Query {
  const tokens = scan(text);
  const query = either(tokens);
  if (tokens.length > 0) throw malformed();
  return query;
}

function malformed() {
  return badRequest('Malformed q string');
}

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const found = TOKEN.exec(text);
    if (found === null) throw malformed();
    const [, quoted, operator, word] = found;
    tokens.push({
      text: quoted?.replace(/\\(.)/g, '$1') ?? operator ?? word ?? '',
      quoted: quoted !== undefined,
    });
  }
  return tokens;
}

function either(tokens: Token[]): Query {
  return chain(tokens, 'or', (rest) => chain(rest, 'and', term));
}

function chain(tokens: Token[], kind: 'and' | 'or', next: (tokens: Token[]) => Query): Query {
  const first = next(tokens);
  const parts = [first];
  while (isWord(tokens[0], kind)) {
    tokens.shift();
    parts.push(next(tokens));
  }
  return parts.length === 1 ? first : { kind, parts };
}

function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && !token.quoted && token.text.toLowerCase() === word;
}

function term(tokens: Token[]): Query {
  const first = tokens.shift();
  if (first === undefined || first.quoted) throw malformed();
  if (first.text === '(') {
    const inner = either(tokens);
    if (tokens.shift()?.text !== ')') throw malformed();
    return inner;
  }
  return { kind: 'compare', field: first.text, ...comparison(tokens) };
}

function comparison(tokens: Token[]): { op: string; values: Literal[] } {
  let op = tokens.shift()?.text.toLowerCase() ?? '';
  if (op === 'not') op = `not ${tokens.shift()?.text.toLowerCase() ?? ''}`;
  if (op === 'in' || op === 'not in') return { op, values: list(tokens) };
  if (!/^(?:=|!=|~|!~|>|>=|<|<=)$/.test(op)) throw malformed();
  return { op, values: [literal(tokens.shift())] };
}

function list(tokens: Token[]): Literal[] {
  if (tokens.shift()?.text !== '(') throw malformed();
  const values: Literal[] = [];
  for (let end = ','; end === ','; ) {
    values.push(literal(tokens.shift()));
    end = tokens.shift()?.text ?? '';
    if (end !== ',' && end !== ')') throw malformed();
  }
  return values;
}

function literal(token: Token | undefined): Literal {
  if (token === undefined) throw malformed();
  if (token.quoted) return token.text;
  if (token.text === 'true' || token.text === 'false') return token.text === 'true';
  if (token.text === 'null') return null;
  return /^-?\d+(?:\.\d+)?$/.test(token.text) ? Number(token.text) : token.text;
}
