import { BbxError } from '../errors.ts';
import { findMistake } from './filter-mistake.ts';
import { repair } from './filter-repair.ts';
import { type Mistake, nestingOf } from './filter-tokens.ts';
import { type Jmespath, loadJmespath } from './jmespath.ts';

/** How much of an expression stands above the caret. */
const WINDOW = 76;
/** Beyond this a hint would be longer than an error may be. */
const LONGEST = 200;
/** Characters, and brackets within brackets. */
const LONGEST_EXPRESSION = 4000;
const DEEPEST = 64;
/** What only jq has: paths with a leading dot, and functions behind a bare pipe. */
const JQ = /(^|[\s|({,:[;])\.|\|\s*\w+\s*($|\|)|^\w+$|\{\s*\w+\s*[,}]/;
const GENERAL =
  "Filters are JMESPath, not jq: values[*].{id: id, title: title}, values[?state=='OPEN'], length(values).";

/**
 * Checks a JMESPath expression before anything is sent.
 * @param expression as given with --jq
 * @throws BbxError FILTER_INVALID with the expression, a caret under the mistake, and, where it is
 *   known what was meant (real jq included), the expression to write instead
 */
export async function checkFilter(expression: string): Promise<void> {
  refuseTooMuch(expression);
  const jmespath = await loadJmespath();
  const mistake = findMistake(jmespath, expression);
  if (mistake === undefined) {
    refuseProtoKey(expression);
    return;
  }
  throw new BbxError('FILTER_INVALID', `The filter is wrong: ${point(expression, mistake)}`, {
    hint: await hintFor(jmespath, expression),
  });
}

/**
 * Filters data with a JMESPath expression that `checkFilter` let pass.
 * @param data any JSON value; it is not changed
 * @returns what the expression picks; null where there is nothing
 * @throws BbxError FILTER_INVALID when the expression does not fit the data
 */
export async function applyFilter(expression: string, data: unknown): Promise<unknown> {
  const jmespath = await loadJmespath();
  // The package reads inherited members (`__proto__`, `constructor`, `toString`) as if they were
  // data. A copy without prototypes has none; it is made only for such an expression.
  const bare = INHERITED.test(expression);
  try {
    const found = jmespath.search(bare ? withoutPrototypes(data) : data, expression);
    return found === undefined || typeof found === 'function' ? null : found;
  } catch (error) {
    const { misfit } = await import('./filter-misfit.ts');
    const said = error instanceof Error ? error.message : String(error);
    const { why, hint } = misfit(expression, said);
    throw new BbxError('FILTER_INVALID', `The filter does not fit the data: ${why}`, {
      hint,
      cause: error,
    });
  }
}

const INHERITED = new RegExp(Object.getOwnPropertyNames(Object.prototype).join('|'));

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = withoutPrototypes(member);
  return copy;
}

/** The package's parser takes seconds for what is far beyond any filter that somebody means. */
function refuseTooMuch(expression: string): void {
  const depth = nestingOf(expression);
  const long = expression.length > LONGEST_EXPRESSION;
  if (!long && depth <= DEEPEST) return;
  const why = long
    ? `it has ${expression.length} characters, and ${LONGEST_EXPRESSION} are allowed`
    : `its brackets are nested ${depth} deep, and ${DEEPEST} are allowed`;
  throw new BbxError('FILTER_INVALID', `The filter is wrong: ${why}.`, {
    hint: 'Pick less with the filter, or take the answer as JSON and filter it yourself.',
  });
}

/** `{"__proto__": x}` would set the prototype of the result instead of a key. */
function refuseProtoKey(expression: string): void {
  const at = expression.search(/(?:__proto__|"__proto__")\s*:/);
  if (at < 0) return;
  throw new BbxError(
    'FILTER_INVALID',
    `The filter is wrong: ${point(expression, { at, why: 'no field can be called so' })}`,
    { hint: 'Choose another name for this field.' },
  );
}

/** The reason, the expression on one line, and a caret below. */
function point(expression: string, { at, why }: Mistake): string {
  const line = expression.replace(/\s/g, ' ');
  const from = Math.max(0, Math.min(at - WINDOW / 2, line.length - WINDOW));
  const head = from > 0 ? '…' : '';
  const tail = from + WINDOW < line.length ? '…' : '';
  const shown = head + line.slice(from, from + WINDOW) + tail;
  return `${why}\n  ${shown}\n  ${' '.repeat(at - from + head.length)}^`;
}

async function hintFor(jmespath: Jmespath, expression: string): Promise<string> {
  const { jqToJmespath } = await import('./jq-to-jmespath.ts');
  const sound = (text: string | undefined) =>
    text !== undefined && text.length <= LONGEST && findMistake(jmespath, text) === undefined
      ? text
      : undefined;
  const fixed = sound(repair(expression));
  if (fixed !== undefined) return `Write: ${fixed}`;
  const translated = sound(JQ.test(expression) ? jqToJmespath(expression) : undefined);
  if (translated !== undefined) return `That is jq; in JMESPath: ${translated}`;
  if (/to_entries|with_entries/.test(expression)) {
    return 'JMESPath has no entries; keys(@) and values(@) give the two halves.';
  }
  return GENERAL;
}
