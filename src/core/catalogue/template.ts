/** A path taken apart: what stands between its slashes, without /2.0, a query or a slash at its end. */
export function segmentsOf(path: string): string[] {
  const plain = path.replace(/[?#].*$/, '').replace(/^\/?2\.0(?=\/|$)/, '');
  return plain.replace(/^\/+|\/+$/g, '').split('/');
}

/** What a matching path gives each parameter of the template, still as it was written. */
export type Values = Readonly<Record<string, string>>;

export const isParameter = (segment: string) => segment.startsWith('{') && segment.endsWith('}');

/** A last parameter that may hold slashes: files, branches and tags, revisions such as a/b..c/d. */
const TAILS: ReadonlySet<string> = new Set([
  '{path}',
  '{name}',
  '{spec}',
  '{revspec}',
  '{revision}',
]);
export const isTail = (segment: string) => TAILS.has(segment);

/**
 * Lays a path over a template such as "/repositories/{workspace}/{repo_slug}/src/{commit}/{path}".
 * A `{path}` at its end may be empty (the root directory); every other parameter takes something.
 * @param segments as `segmentsOf` gives them
 * @param anyCase whether upper and lower case are one
 * @returns undefined where they do not fit
 */
export function matchTemplate(
  template: string,
  segments: readonly string[],
  anyCase = false,
): Values | undefined {
  const wanted = segmentsOf(template);
  const last = wanted[wanted.length - 1] ?? '';
  const given = fold(segments, wanted.length, last);
  if (given.length !== wanted.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const value = given[index] ?? '';
    const same = anyCase ? value.toLowerCase() === want.toLowerCase() : value === want;
    if (!isParameter(want) ? !same : value === '' && want !== '{path}') return undefined;
    if (isParameter(want)) values[want.slice(1, -1)] = value;
  }
  return values;
}

/** Joins what a tail spans into one segment, and adds the empty one of a root directory. */
function fold(segments: readonly string[], length: number, last: string): readonly string[] {
  if (last === '{path}' && segments.length === length - 1) return [...segments, ''];
  if (!isTail(last) || segments.length <= length) return segments;
  return [...segments.slice(0, length - 1), segments.slice(length - 1).join('/')];
}

/** Writes the values into a template; a parameter without one keeps its braces. */
export function fillTemplate(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
}
