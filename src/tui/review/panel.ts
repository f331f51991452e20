import { displayWidth } from '../../core/output/width.ts';
import { broken, expanded, fitted, oneLine } from './spans.ts';
import { panelRows, type State } from './state.ts';
import type { TextBox } from './text-box.ts';
import type { Row, Theme } from './theme.ts';
import { draftTitle } from './thread-rows.ts';

/** Where the terminal's own cursor stands, from 0. */
export interface Caret {
  readonly row: number;
  readonly column: number;
}

export interface Panel {
  readonly rows: readonly Row[];
  /** Counted from the first row of the panel. */
  readonly caret: Caret;
}

/** The box to type in, with a line above it that says what it is; undefined while there is none. */
export function panel(state: State, theme: Theme): Panel | undefined {
  const { page } = state;
  if (page.kind !== 'compose' && page.kind !== 'summary') return undefined;
  const height = panelRows(state) - 2;
  const inside = boxRows(page.box, state.columns - 4, height);
  const text = ` ${titleOf(state)}`;
  const title = {
    spans: fitted({ spans: [{ text, style: theme.bar }], fill: theme.bar }, state.columns),
  };
  const rows = inside.lines.map(
    (line): Row => ({
      spans: [{ text: `${theme.signs.rail} `, style: theme.draft }, { text: line }],
    }),
  );
  const keys = page.kind === 'summary' ? 'Enter keeps it' : 'Enter keeps it as a draft';
  const hint = ` ${keys}, ^J new line, ^G your editor, Esc drops it`;
  const below = { spans: fitted({ spans: [{ text: hint, style: theme.dim }] }, state.columns) };
  const caret = { row: inside.caret.row + 1, column: inside.caret.column + 2 };
  return { rows: [title, ...rows, below], caret };
}

function titleOf({ page, content }: State): string {
  if (page.kind !== 'compose') return 'Summary: a comment on the whole pull request';
  const { draft } = page;
  if (draft.kind === 'comment') {
    const words = draft.suggestion === undefined ? '' : ' (words are optional)';
    return `${draftTitle({ ...draft, lost: false })}${words} of ${oneLine(draft.path)}`;
  }
  const thread = content.threads.find(({ id }) => id === draft.thread);
  return `Reply to ${oneLine(thread?.comments.at(-1)?.author ?? 'a thread')}`;
}

/** The part of a text that is around its cursor, hard-wrapped. */
export function boxRows(
  { text, at }: TextBox,
  width: number,
  height: number,
): { lines: readonly string[]; caret: Caret } {
  const lines = wrapped(text, width);
  const head = wrapped(text.slice(0, at), width);
  const last = head.at(-1) ?? '';
  const full = displayWidth(last) >= width;
  const caret = full
    ? { row: head.length, column: 0 }
    : { row: head.length - 1, column: displayWidth(last) };
  const top = Math.max(
    0,
    Math.min(caret.row - height + 1, Math.max(lines.length, caret.row + 1) - height),
  );
  const shown = lines.slice(top, top + height);
  while (shown.length < height) shown.push('');
  return { lines: shown, caret: { row: caret.row - top, column: caret.column } };
}

const wrapped = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => {
    const rows = broken([{ text: expanded(line, 0) }], width, Number.POSITIVE_INFINITY);
    return rows.map((spans) => spans.map((span) => span.text).join(''));
  });
