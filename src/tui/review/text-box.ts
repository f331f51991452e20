import type { Key } from './keys.ts';

/** A text of several lines that is being typed. */
export interface TextBox {
  readonly text: string;
  /** Where the next character goes, in UTF-16 units. */
  readonly at: number;
}

/** A box with the cursor at its end. */
export const textBox = (text = ''): TextBox => ({ text, at: text.length });

type Edit = (box: TextBox) => TextBox;

const EDITS: Readonly<Record<string, Edit>> = {
  left: (box) => ({ ...box, at: before(box) }),
  right: (box) => ({ ...box, at: after(box) }),
  up: (box) => vertical(box, -1),
  down: (box) => vertical(box, 1),
  home: (box) => ({ ...box, at: lineStart(box) }),
  end: (box) => ({ ...box, at: lineEnd(box) }),
  'ctrl-a': (box) => ({ ...box, at: lineStart(box) }),
  'ctrl-e': (box) => ({ ...box, at: lineEnd(box) }),
  'ctrl-b': (box) => ({ ...box, at: before(box) }),
  'ctrl-f': (box) => ({ ...box, at: after(box) }),
  wordleft: (box) => ({ ...box, at: wordStart(box) }),
  wordright: (box) => ({ ...box, at: wordEnd(box) }),
  backspace: (box) => without(box, before(box), box.at),
  delete: (box) => without(box, box.at, after(box)),
  'ctrl-w': (box) => without(box, wordStart(box), box.at),
  'ctrl-u': (box) => without(box, lineStart(box), box.at),
  'ctrl-k': (box) => without(box, box.at, lineEnd(box) > box.at ? lineEnd(box) : after(box)),
  newline: (box) => insert(box, '\n'),
  tab: (box) => insert(box, '\t'),
};

/** Does what a key does in a text; a key that does nothing gives the same box back. */
export function editBox(box: TextBox, key: Key): TextBox {
  const edit = Object.hasOwn(EDITS, key.name) ? EDITS[key.name] : undefined;
  if (edit) return edit(box);
  return key.text === '' ? box : insert(box, key.text);
}

const insert = ({ text, at }: TextBox, typed: string): TextBox => ({
  text: text.slice(0, at) + typed + text.slice(at),
  at: at + typed.length,
});

const without = ({ text }: TextBox, from: number, to: number): TextBox => ({
  text: text.slice(0, from) + text.slice(to),
  at: from,
});

/** A letter with its marks, or a whole emoji, is one step. */
const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function before({ text, at }: TextBox): number {
  // No cluster is longer than this, and a long text need not be cut up whole.
  const from = Math.max(0, at - 64);
  let start = from;
  for (const { index } of segments.segment(text.slice(from, at))) start = from + index;
  return start;
}

function after({ text, at }: TextBox): number {
  for (const { segment } of segments.segment(text.slice(at, at + 64))) return at + segment.length;
  return at;
}

const lineStart = ({ text, at }: TextBox) => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

function lineEnd({ text, at }: TextBox): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const wordStart = ({ text, at }: TextBox) =>
  text.slice(0, at).replace(/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u, '').length;

const wordEnd = ({ text, at }: TextBox) =>
  at + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(at))?.[0].length ?? 0);

/** A line up or down, in the same column as far as there is one. */
function vertical(box: TextBox, step: -1 | 1): TextBox {
  const start = lineStart(box);
  const column = box.at - start;
  if (step < 0) {
    if (start === 0) return { ...box, at: 0 };
    const from = lineStart({ ...box, at: start - 1 });
    return { ...box, at: Math.min(from + column, start - 1) };
  }
  const end = lineEnd(box);
  if (end === box.text.length) return { ...box, at: end };
  return { ...box, at: Math.min(end + 1 + column, lineEnd({ ...box, at: end + 1 })) };
}
