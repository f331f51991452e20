/** A character with all that is drawn on top of it: marks, selectors, and joined emoji. */
const CLUSTER =
  /\p{Regional_Indicator}{2}|\P{M}(?:\p{M}|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*|\p{M}+/gsu;
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}])/su;

/** The columns that a text takes on a terminal; wide characters and emoji count as two. */
export function displayWidth(text: string): number {
  if (isAscii(text)) return text.length;
  return clusters(text).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}

/** Cuts a text to a number of columns, with an ellipsis in the last one. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  return `${splitAt(text, columns - 1)[0].trimEnd()}…`;
}

/** Breaks a text into lines of at most this many columns, at spaces where there are any. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (displayWidth(rest) > columns) {
    const [fits] = splitAt(rest, columns);
    const space = rest.charAt(fits.length) === ' ' ? fits.length : fits.lastIndexOf(' ');
    const line = space > 0 ? fits.slice(0, space) : fits;
    if (line === '') break;
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, rest];
}

/** Cuts a text in two, the first of at most this many columns. */
export function splitAt(text: string, columns: number): readonly [head: string, tail: string] {
  let at = 0;
  let used = 0;
  for (const cluster of clusters(text)) {
    used += clusterWidth(cluster);
    if (used > columns) break;
    at += cluster.length;
  }
  return [text.slice(0, at), text.slice(at)];
}

const clusters = (text: string): string[] => text.match(CLUSTER) ?? [];

function clusterWidth(cluster: string): number {
  if (/^[\p{M}\p{Cf}]+$/u.test(cluster)) return 0;
  return WIDE.test(cluster) ? 2 : 1;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) return false;
  return true;
}
