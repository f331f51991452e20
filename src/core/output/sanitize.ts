import { wellFormed } from './well-formed.ts';

/**
 * What a screen does not show as itself: control characters, format characters (bidi overrides,
 * zero-width ones, tags), line separators, blank fillers, variation selectors, and whatever else
 * Unicode says to leave out of sight.
 * The signs of Arabic that Unicode counts among the format characters are visible and stay.
 */
const UNSEEN =
  /(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\ufff0-\ufff8\u{e0000}-\u{e0fff}]/gu;

/** Joiners that belong to the text: inside an emoji, and in scripts that are written with them. */
const JOINS_EMOJI = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
const JOINS_LETTERS =
  /[\p{sc=Arab}\p{sc=Syrc}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}]$/u;

/**
 * What a selector may follow: signs that have a plain and a coloured form, and letters of Mongolian.
 * No class of the three: that of Node 26 takes no sign beyond U+FFFF before the end of a text.
 */
const SELECTOR = /[\ufe0e\ufe0f]/;
const TAKES_SELECTOR = /(?:\p{Emoji}|\p{So}|\p{Sm})$/u;
const MONGOLIAN_SELECTOR = /[\u180b-\u180d\u180f]/;
const MONGOLIAN = /\p{sc=Mong}$/u;

/** The three flags that are written with tags: of England, Scotland and Wales. */
const FLAG =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
/** Its length in UTF-16 units. */
const FLAG_LENGTH = 14;

/**
 * Makes foreign text safe for a terminal: no escape sequence, no control character and nothing
 * invisible is left except line breaks and tabs. What is replaced stays visible, in the notation of
 * `less` (`^[` for escape, `<U+202E>` for a bidi override), so that an attack can be seen and a name
 * with a hidden character cannot pass for another one.
 */
export function sanitizeForTerminal(text: string): string {
  return sanitize(text, visible);
}

/**
 * Makes foreign text safe for a model: invisible characters, in which instructions can be hidden
 * from the person who reads along, become visible as `<U+E0041>`; escape sequences lose their
 * escape character. All that can be seen stays, line breaks included.
 */
export function sanitizeForModel(text: string): string {
  return sanitize(text, (character) => (character === '\u001b' ? '' : visible(character)));
}

function sanitize(text: string, replace: (character: string) => string): string {
  const whole = wellFormed(text).replace(/\r\n/g, '\n');
  if (whole.search(UNSEEN) < 0) return whole;
  return whole.replace(UNSEEN, (character, at: number) => {
    return belongs(whole, character, at) ? character : replace(character);
  });
}

/** Whether an unseen character is part of what is seen. */
function belongs(text: string, character: string, at: number): boolean {
  if (character === '\n' || character === '\t') return true;
  const before = text.slice(Math.max(0, at - 2), at);
  if (SELECTOR.test(character)) return TAKES_SELECTOR.test(before);
  if (MONGOLIAN_SELECTOR.test(character)) return MONGOLIAN.test(before);
  if (character >= '\u{e0000}' && character.length > 1) return isInFlag(text, at);
  return joins(text, character, at);
}

function isInFlag(text: string, at: number): boolean {
  const start = Math.max(0, at - FLAG_LENGTH);
  const flags = text.slice(start, at + FLAG_LENGTH).matchAll(FLAG);
  return [...flags].some(({ index }) => {
    const place = at - start - index;
    return place > 0 && place < FLAG_LENGTH;
  });
}

function joins(text: string, character: string, at: number): boolean {
  if (character !== '\u200d' && character !== '\u200c') return false;
  const before = text.slice(Math.max(0, at - 2), at);
  const after = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  const emoji = JOINS_EMOJI.test(before) && /\p{Extended_Pictographic}/u.test(after);
  return emoji || (JOINS_LETTERS.test(before) && /[\p{L}\p{M}]/u.test(after));
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
