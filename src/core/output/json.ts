/**
 * Writes data as JSON: indented for a person, on one line for a program.
 * @param data any JSON value
 * @param pretty also keeps a terminal safe: what JSON leaves raw but a terminal would obey or hide
 *   (C1 and DEL, bidi overrides, zero-width and tag characters) is written as a \u escape, so the
 *   document still means the same
 */
export function formatJson(data: unknown, { pretty }: { readonly pretty: boolean }): string {
  const text = JSON.stringify(data ?? null, null, pretty ? 2 : 0);
  return pretty ? escapeUnsafe(text) : text;
}

/** Writes what JSON leaves raw but a terminal would obey or hide as \u escapes. */
export const escapeUnsafe = (json: string): string => json.replace(UNSAFE, escaped);

const UNSAFE =
  /[\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5|[\ufe00-\ufe0d]/gu;

const escaped = (character: string) =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
