/** A line that somebody is typing. */
export interface Line {
  readonly text: string;
  /** What was typed beyond the end of the line, for the next question; undefined before its end. */
  readonly rest?: string;
  readonly cancelled?: boolean;
}

/**
 * Takes typed or pasted characters into a line. A paste may come with its line end, with the marks
 * of bracketed paste, and with the answers to several questions at once.
 * @param keys as the terminal sent them
 */
export function typed(line: Line, keys: string): Line {
  let { text } = line;
  const plain = keys.replace(SEQUENCES, '');
  for (let at = 0; at < plain.length; at += 1) {
    const key = plain.charAt(at);
    if (key === '\u0003' || (key === '\u0004' && text === '')) return { text: '', cancelled: true };
    if (key === '\r' || key === '\n') return { text, rest: plain.slice(at + 1).replace(/^\n/, '') };
    if (key === '\u0008' || key === '\u007f') text = [...text].slice(0, -1).join('');
    else if (key === '\u0015') text = '';
    else if (key === '\t' || key >= ' ') text += key;
  }
  return { text };
}

/** Keys that are no characters (arrows and the like), and the marks around a paste. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's keys begin with one
const SEQUENCES = /\u001b(?:\[[\d;]*[A-Za-z~]|O[A-Z])/g;
