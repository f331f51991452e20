/** The part of jq that has a counterpart in JMESPath. */
export type Jq =
  | { readonly kind: 'identity' }
  | { readonly kind: 'field'; readonly of: Jq; readonly name: string }
  | { readonly kind: 'index'; readonly of: Jq; readonly at: string }
  | { readonly kind: 'iterate'; readonly of: Jq }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Jq])[] }
  | { readonly kind: 'array'; readonly items: readonly Jq[] }
  | { readonly kind: 'pipe'; readonly left: Jq; readonly right: Jq }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Jq; readonly right: Jq }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Jq[] };

const IDENTITY: Jq = { kind: 'identity' };
const WORD =
  /\s*(?:("(?:\\.|[^"\\])*"|'[^']*')|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|\/\/|&&|\|\||\.\.|[.|,:;{}[\]()<>?]))/y;
/** From loose to tight, as in jq. */
const LEVELS = [['//'], ['or', '||'], ['and', '&&'], ['==', '!=', '<', '<=', '>', '>=']];

/**
 * Parses jq leniently (a path may lack its first dot), so that what was meant can be said in
 * JMESPath.
 * @returns undefined for what is no jq, or jq that JMESPath cannot express
 */
export function parseJq(source: string): Jq | undefined {
  try {
    return new Parser(split(source)).whole();
  } catch (error) {
    if (error instanceof NotParsed) return undefined;
    throw error;
  }
}

class NotParsed extends Error {}

function split(source: string): string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  const text = source.trimEnd();
  while (WORD.lastIndex < text.length) {
    const word = WORD.exec(text)?.[0].trim();
    if (word === undefined) throw new NotParsed();
    words.push(word);
  }
  return words;
}

class Parser {
  private readonly words: readonly string[];
  private at = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  whole(): Jq {
    const parsed = this.list();
    if (this.at < this.words.length) throw new NotParsed();
    const [only] = parsed;
    return only !== undefined && parsed.length === 1 ? only : { kind: 'array', items: parsed };
  }

  private peek(ahead = 0): string {
    return this.words[this.at + ahead] ?? '';
  }

  private take(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at += 1;
    return true;
  }

  private need(word: string): void {
    if (!this.take(word)) throw new NotParsed();
  }

  private next(): string {
    const word = this.peek();
    this.at += 1;
    return word;
  }

  private list(): Jq[] {
    const items = [this.pipe()];
    while (this.take(',')) items.push(this.pipe());
    return items;
  }

  private pipe(): Jq {
    const left = this.binary(0);
    return this.take('|') ? { kind: 'pipe', left, right: this.pipe() } : left;
  }

  private binary(level: number): Jq {
    const signs = LEVELS[level];
    if (signs === undefined) return this.postfix();
    let left = this.binary(level + 1);
    while (signs.includes(this.peek())) {
      left = { kind: 'binary', sign: this.next(), left, right: this.binary(level + 1) };
    }
    return left;
  }

  private postfix(): Jq {
    let term = this.term();
    for (;;) {
      if (this.take('?')) continue;
      if (this.peek() === '.' && isName(this.peek(1))) {
        this.at += 1;
        term = { kind: 'field', of: term, name: unquoted(this.next()) };
      } else if (this.peek() === '.' && this.peek(1) === '[') {
        this.at += 1;
      } else if (this.take('[')) {
        term = this.bracket(term);
      } else {
        return term;
      }
    }
  }

  private bracket(of: Jq): Jq {
    if (this.take(']')) return { kind: 'iterate', of };
    if (isText(this.peek())) {
      const name = unquoted(this.next());
      this.need(']');
      return { kind: 'field', of, name };
    }
    let at = '';
    while (/^-?\d+$|^:$/.test(this.peek())) at += this.next();
    this.need(']');
    if (!/^(-?\d+|-?\d*:-?\d*)$/.test(at) || at === ':') throw new NotParsed();
    return { kind: 'index', of, at };
  }

  private term(): Jq {
    const word = this.next();
    if (word === '.') return this.afterDot();
    if (word === '{') return { kind: 'object', entries: this.entries() };
    if (word === '[') return this.collected();
    if (word === '(') {
      const inner = this.pipe();
      this.need(')');
      return inner;
    }
    if (isText(word)) return { kind: 'literal', value: unquoted(word) };
    if (/^-?\d/.test(word)) return { kind: 'literal', value: Number(word) };
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'null') return { kind: 'literal', value: null };
    if (isName(word)) return { kind: 'call', name: word, given: this.given() };
    throw new NotParsed();
  }

  private afterDot(): Jq {
    return isName(this.peek())
      ? { kind: 'field', of: IDENTITY, name: unquoted(this.next()) }
      : IDENTITY;
  }

  private collected(): Jq {
    if (this.take(']')) throw new NotParsed();
    const items = this.list();
    this.need(']');
    return { kind: 'array', items };
  }

  private given(): Jq[] {
    if (!this.take('(')) return [];
    const given = [this.pipe()];
    while (this.take(';')) given.push(this.pipe());
    this.need(')');
    return given;
  }

  private entries(): (readonly [string, Jq])[] {
    const entries: (readonly [string, Jq])[] = [];
    do {
      this.take('.');
      const word = this.next();
      if (!isName(word)) throw new NotParsed();
      const name = unquoted(word);
      // A value in {…} ends at a comma and takes no bare pipe.
      const value: Jq = this.take(':') ? this.binary(0) : { kind: 'field', of: IDENTITY, name };
      entries.push([name, value]);
    } while (this.take(','));
    this.need('}');
    return entries;
  }
}

const isText = (word: string) => /^["']/.test(word);
const isName = (word: string) => /^[A-Za-z_"']/.test(word);

function unquoted(word: string): string {
  if (!isText(word)) return word;
  // `\(…)` puts a value into a text, for which JMESPath has no counterpart.
  if (/\\\(/.test(word)) throw new NotParsed();
  const text: unknown = word.startsWith('"') ? JSON.parse(word) : word.slice(1, -1);
  return String(text);
}
