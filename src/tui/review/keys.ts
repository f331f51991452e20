import { pasteText, printable } from './pasted.ts';

/** One key press, or one paste. */
export interface Key {
  /** The character itself, or a name: "up", "pagedown", "enter", "newline", "ctrl-c", "paste". */
  readonly name: string;
  /** What it types; "" for a key that is no character. */
  readonly text: string;
}

/** Keys that were decoded, and the beginning of one whose rest has not come yet. */
export interface Decoded {
  readonly keys: readonly Key[];
  readonly rest: string;
}

const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';

/** What a terminal sends after ESC, and what we call it. */
const SEQUENCES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[Z': 'backtab',
  '[1;5C': 'wordright',
  '[1;5D': 'wordleft',
  '[1;3C': 'wordright',
  '[1;3D': 'wordleft',
  f: 'wordright',
  b: 'wordleft',
  '\r': 'newline',
  '\n': 'newline',
  '\u007f': 'ctrl-w',
};

/**
 * Decodes what a terminal sent. Several keys may come in one piece, and one key in two.
 * @param bytes with what the last call left as `rest` in front
 * @param final nothing followed in time: an ESC at the end is the key of that name
 */
export function decodeKeys(bytes: string, final = false): Decoded {
  const keys: Key[] = [];
  let at = 0;
  while (at < bytes.length) {
    const found = next(bytes.slice(at), final);
    if (found === undefined) break;
    if (found.key) keys.push(found.key);
    at += found.length;
  }
  return { keys, rest: bytes.slice(at) };
}

interface Found {
  readonly key: Key | undefined;
  readonly length: number;
}

/** The first key, or undefined when more has to come. */
function next(bytes: string, final: boolean): Found | undefined {
  if (bytes.startsWith(PASTE_START)) return paste(bytes);
  if (bytes.startsWith('\u001b')) return escaped(bytes, final);
  const text = String.fromCodePoint(bytes.codePointAt(0) ?? 0);
  return { key: plain(text), length: text.length };
}

function paste(bytes: string): Found | undefined {
  const end = bytes.indexOf(PASTE_END);
  if (end < 0) return undefined;
  const text = pasteText(bytes.slice(PASTE_START.length, end));
  return { key: { name: 'paste', text }, length: end + PASTE_END.length };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's keys begin with one
const CSI = /^\u001b(\[[\d;?<=>]*[ -/]*[@-~]|O[A-Za-z])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const UNFINISHED = /^\u001b(\[[\d;?<=>]*[ -/]*|O)?$/;

function escaped(bytes: string, final: boolean): Found | undefined {
  const sequence = CSI.exec(bytes)?.[1];
  if (sequence !== undefined) {
    const name = SEQUENCES[sequence.replace(/^O/, '[')];
    return { key: name === undefined ? undefined : named(name), length: sequence.length + 1 };
  }
  if (UNFINISHED.test(bytes) && !final) return undefined;
  const alt = SEQUENCES[bytes.charAt(1)];
  if (alt !== undefined) return { key: named(alt), length: 2 };
  return { key: named('escape'), length: 1 };
}

const named = (name: string): Key => ({ name, text: '' });

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'newline',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\0': 'ctrl-space',
};

function plain(text: string): Key {
  const control = CONTROLS[text];
  if (control !== undefined) return named(control);
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x20) return named(`ctrl-${String.fromCharCode(code + 0x60)}`);
  if (printable(text) === '') return named('unknown');
  return { name: text, text };
}
