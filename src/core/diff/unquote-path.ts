import { decodeText } from './decode-text.ts';

const ESCAPES: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
};

/**
 * A path as it is, from the way git writes it in a diff: in quotes with C escapes when it holds
 * control characters, quotes, backslashes or (by git's setting) bytes beyond ASCII.
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath
 */
export function unquotePath(written: string): string {
  if (!written.startsWith('"') || !written.endsWith('"')) return written;
  const parts = written.slice(1, -1).match(/\\[0-7]{3}|\\.|[^\\]+/gsu) ?? [];
  return decodeText(Buffer.concat(parts.map(partBytes)));
}

function partBytes(part: string): Uint8Array {
  if (!part.startsWith('\\')) return Buffer.from(part);
  const named = part.slice(1);
  if (named.length === 3) return Buffer.of(Number.parseInt(named, 8));
  return Buffer.of(ESCAPES[named] ?? named.charCodeAt(0));
}
