/** Bytes of UTF-8 that the message and the hint of an error have together at most. */
const LONGEST = 560;
/** What a hint may take of it when both are long. */
const LONGEST_HINT = 400;

/** What an error says. */
export interface Words {
  readonly message: string;
  readonly hint: string | undefined;
}

/**
 * Bounds what an error says, which may quote an input of any length. The message loses of its
 * middle, so that what it says of the value stays; the hint is kept whole unless it alone is long.
 */
export function boundedWords(message: string, hint: string | undefined): Words {
  const [said, advised] = [size(message), size(hint ?? '')];
  if (said + advised <= LONGEST) return { message, hint };
  const forHint = Math.min(advised, Math.max(LONGEST_HINT, LONGEST - said));
  return {
    message: shortened(message, LONGEST - forHint),
    hint: hint === undefined ? undefined : shortened(hint, forHint),
  };
}

const size = (text: string) => Buffer.byteLength(text);

/** A text with "…" in place of its middle; two thirds of what is left are its beginning. */
function shortened(text: string, bytes: number): string {
  if (size(text) <= bytes) return text;
  const room = bytes - size('…');
  const head = beginning(Buffer.from(text), Math.floor((room * 2) / 3));
  return `${head}…${end(Buffer.from(text), room - size(head))}`;
}

/** As many whole characters as fit: a byte 10xxxxxx continues one. */
function beginning(text: Buffer, bytes: number): string {
  let to = bytes;
  while (to > 0 && continues(text[to])) to -= 1;
  return text.toString('utf8', 0, to);
}

function end(text: Buffer, bytes: number): string {
  let from = text.length - bytes;
  while (from < text.length && continues(text[from])) from += 1;
  return text.toString('utf8', from);
}

const continues = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
