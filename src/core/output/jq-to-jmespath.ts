import { type Jq, parseJq } from './jq-parse.ts';

/** A translated expression. `text` is "" for the value itself. */
interface Found {
  readonly text: string;
  /** jq has a stream of values here, JMESPath a projection. */
  readonly many: boolean;
  /** jq has one list here, but the text ends in a projection that the next step must not enter. */
  readonly open: boolean;
}

const ITSELF: Found = { text: '', many: false, open: false };
class Untranslatable extends Error {}

/**
 * Says a jq program in JMESPath. A stream (`.values[]`) becomes a list, as JMESPath knows no streams.
 * @returns undefined for what is no jq, or has no counterpart
 */
export function jqToJmespath(source: string): string | undefined {
  const jq = parseJq(source);
  if (jq === undefined) return undefined;
  try {
    return translate(jq, ITSELF).text || '@';
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

function translate(jq: Jq, from: Found): Found {
  switch (jq.kind) {
    case 'identity':
      return from;
    case 'field':
      return step(translate(jq.of, from), `.${quoted(jq.name)}`);
    case 'index':
      return index(translate(jq.of, from), jq.at);
    case 'iterate':
      return iterate(translate(jq.of, from));
    case 'literal':
      return one(literal(jq.value));
    case 'object':
      return step(
        from,
        `.{${jq.entries.map(([name, value]) => `${quoted(name)}: ${single(value)}`).join(', ')}}`,
      );
    case 'array':
      return array(jq.items, from);
    case 'pipe':
      return translate(jq.right, translate(jq.left, from));
    case 'binary':
      return perValue(
        from,
        `${operand(jq.left)} ${SIGNS[jq.sign] ?? jq.sign} ${operand(jq.right)}`,
      );
    case 'call':
      return call(jq.name, jq.given, from);
  }
}

const SIGNS: Readonly<Record<string, string>> = { and: '&&', or: '||', '//': '||' };
const one = (text: string): Found => ({ text, many: false, open: false });

/** Appends `.name`, `.{…}` or `.[…]`; at the beginning the dot falls away. */
function step(from: Found, suffix: string): Found {
  const entered = enter(from);
  const bare = entered.text === '' || entered.text.endsWith('| ');
  return { ...entered, text: entered.text + (bare ? suffix.slice(1) : suffix) };
}

/** Ends a projection that jq has collected into one list. */
const enter = (from: Found): Found => (from.open && !from.many ? one(`${from.text} | `) : from);

function index(from: Found, at: string): Found {
  const { text, many } = enter(from);
  const slice = at.includes(':');
  if (slice && many) throw new Untranslatable();
  return { text: `${text}[${at}]`, many, open: slice };
}

function iterate(from: Found): Found {
  const { text, many } = enter(from);
  return { text: `${text}[${many ? '' : '*'}]`, many: true, open: true };
}

function array(items: readonly Jq[], from: Found): Found {
  const [first] = items;
  if (first !== undefined && items.length === 1) {
    const inner = translate(first, ITSELF);
    if (inner.many) return collect(first, inner, from);
  }
  return step(from, `.[${items.map(single).join(', ')}]`);
}

/** `[.values[].title]`: a stream made into one list; inside a stream, a list for each value. */
function collect(item: Jq, inner: Found, from: Found): Found {
  if (from.many) return { ...step(from, `.${inner.text}`), many: true };
  return { ...translate(item, from), many: false, open: true };
}

/** An expression that yields one value, relative to the value at hand. */
function single(jq: Jq): string {
  const found = translate(jq, ITSELF);
  if (found.many) throw new Untranslatable();
  return found.text || '@';
}

function operand(jq: Jq): string {
  const text = single(jq);
  return jq.kind === 'binary' || text.includes(' | ') ? `(${text})` : text;
}

/** An expression on each value of a stream, or on the one at hand. */
function perValue(from: Found, text: string): Found {
  if (from.many) throw new Untranslatable();
  if (from.text === '') return one(text);
  return one(`${from.text} | ${text}`);
}

function select(condition: string, { text, many, open }: Found): Found {
  if (!many) throw new Untranslatable();
  const filter = `[?${condition}]`;
  const tail = text.endsWith('[*]') && !text.slice(0, -3).endsWith('[*]');
  return { text: tail ? text.slice(0, -3) + filter : `${text} | ${filter}`, many, open };
}

/** `name(value)`, or `.name(@)` for each value of a stream. */
function apply(from: Found, name: string, before = '', after = ''): Found {
  if (from.many) return step(from, `.${name}(${before}@${after})`);
  return one(`${name}(${before}${from.text || '@'}${after})`);
}

/** jq's function and the one of JMESPath that takes the value alone. */
const UNARY: Readonly<Record<string, string>> = {
  length: 'length',
  sort: 'sort',
  reverse: 'reverse',
  min: 'min',
  max: 'max',
  add: 'sum',
  type: 'type',
  tostring: 'to_string',
  tonumber: 'to_number',
  floor: 'floor',
  ceil: 'ceil',
};
const BY: ReadonlySet<string> = new Set(['sort_by', 'min_by', 'max_by']);
const TEXT: Readonly<Record<string, string>> = {
  contains: 'contains',
  startswith: 'starts_with',
  endswith: 'ends_with',
};

function call(name: string, given: readonly Jq[], from: Found): Found {
  const [first, second] = given;
  if (first === undefined) return callWithout(name, from);
  if (name === 'select') return select(single(first), from);
  if (name === 'map') return collectEach(first, from);
  if (name === 'first') return index({ ...translate(first, from), many: false }, '0');
  if (name === 'limit' && first.kind === 'literal' && second !== undefined) {
    const cut = index({ ...translate(second, from), many: false }, `:${first.value}`);
    return { ...cut, many: true };
  }
  if (name === 'has' && !from.many)
    return apply(one(`keys(${from.text || '@'})`), 'contains', '', `, ${single(first)}`);
  if (name === 'join') return apply(from, 'join', `${single(first)}, `);
  if (name === 'test') return test(first, from);
  const textual = TEXT[name];
  if (textual !== undefined) return apply(from, textual, '', `, ${single(first)}`);
  if (BY.has(name)) return apply(from, name, '', `, &${single(first)}`);
  throw new Untranslatable();
}

function callWithout(name: string, from: Found): Found {
  const unary = UNARY[name];
  if (unary !== undefined) return apply(from, unary);
  if (name === 'first') return index(from, '0');
  if (name === 'last') return index(from, '-1');
  if (name === 'keys')
    return apply(from.many ? step(from, '.keys(@)') : apply(from, 'keys'), 'sort');
  if (name === 'not' && !from.many) return one(`!(${from.text || '@'})`);
  // A path whose first dot was forgotten.
  if (/^[a-z][a-z_\d]*$/.test(name) && !UNSUPPORTED.has(name)) return step(from, `.${name}`);
  throw new Untranslatable();
}

const UNSUPPORTED = new Set(
  'to_entries from_entries with_entries unique flatten paths group_by ascii_downcase ascii_upcase any all empty select map recurse env input inputs if then else end def reduce foreach'.split(
    ' ',
  ),
);

function collectEach(body: Jq, from: Found): Found {
  const each = translate(body, from.many ? { text: '[*]', many: true, open: true } : iterate(from));
  if (from.many) {
    if (/^\[\*\]\.|^\[[*?]/.test(each.text)) return { ...from, text: from.text + each.text };
    throw new Untranslatable();
  }
  return { ...each, many: false, open: true };
}

/** A regular expression without any special sign is a plain text. */
function test(pattern: Jq, from: Found): Found {
  if (pattern.kind !== 'literal' || /[\\^$.|?*+()[\]{}]/.test(String(pattern.value))) {
    throw new Untranslatable();
  }
  return apply(from, 'contains', '', `, ${literal(pattern.value)}`);
}

const quoted = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

function literal(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `'${value.replace(/'/g, "\\'")}'` : `\`${value}\``;
}
