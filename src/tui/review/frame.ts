import { displayWidth } from '../../core/output/width.ts';
import { viewedCount } from './content.ts';
import { diffBody } from './diff-body.ts';
import { documentOf } from './document.ts';
import type { Drawing } from './drawing.ts';
import { fileMarks } from './item-rows.ts';
import { itemAt } from './move.ts';
import { counted } from './outgoing.ts';
import { pageBody } from './page-body.ts';
import { type Caret, panel } from './panel.ts';
import { fitted, oneLine, pathEnd, spread } from './spans.ts';
import { bodyRows, type State } from './state.ts';
import type { Row, Span } from './theme.ts';

/** A whole screen. */
export interface Frame {
  /** As many as the screen has. */
  readonly rows: readonly Row[];
  /** Where somebody types; undefined where there is nothing to type. */
  readonly caret: Caret | undefined;
}

/** Lays out the screen: two rows on top, the page, a box to type in, and a row for what is to be said. */
export function frameOf(state: State, drawing: Drawing): Frame {
  const height = bodyRows(state);
  const { page } = state;
  const body = pageBody(state, drawing, height) ?? diffBody(state, drawing, height);
  const empty: Row = { spans: [] };
  const filled = [
    ...body,
    ...Array.from({ length: Math.max(0, height - body.length) }, () => empty),
  ];
  const box = panel(state, drawing.theme);
  const rows = [titleBar(state, drawing), fileBar(state, drawing), ...filled, ...(box?.rows ?? [])];
  const caret = box && { ...box.caret, row: box.caret.row + 2 + filled.length };
  if (page.kind === 'filter') {
    const typed = `/${oneLine(page.box.text.slice(0, page.box.at))}`;
    const shown = { row: state.rows - 1, column: Math.min(state.columns - 1, displayWidth(typed)) };
    return { rows: [...rows, statusBar(state, drawing)].slice(-state.rows), caret: shown };
  }
  return { rows: [...rows, statusBar(state, drawing)].slice(0, state.rows), caret };
}

function titleBar({ content, columns }: State, { theme }: Drawing): Row {
  const { pull, files, drafts } = content;
  const right = [
    `${viewedCount(content)}/${files.length} viewed`,
    counted(drafts.length, 'draft'),
  ].filter((part) => part !== '');
  const left = ` ${oneLine(pull.repository)} #${pull.id} ${oneLine(pull.title)}`;
  return spread(left, `${right.join(` ${theme.signs.dot} `)} `, columns, theme.bar);
}

/** The file at the upper edge, whose head may be far above. */
function fileBar(state: State, drawing: Drawing): Row {
  const { content, columns, page } = state;
  const { theme } = drawing;
  const title = TITLES[page.kind];
  if (title !== undefined) {
    return { spans: fitted({ spans: [{ text: ` ${title}`, style: theme.strong }] }, columns) };
  }
  const { order } = documentOf(content);
  const at = state.cursor.at;
  const file = content.files[order[at] ?? -1];
  const filtered = content.filter.trim() === '' ? '' : `  filter: ${oneLine(content.filter)}`;
  const count = `${at}/${order.length - 1}`;
  if (file === undefined) {
    const text = ` ${count} Overview${filtered}`;
    return { spans: fitted({ spans: [{ text, style: theme.hunk }] }, columns) };
  }
  const marks = fileMarks(drawing, content, file).map(({ text, style }): Span => {
    const { backgroundColor: _, ...looks } = style ?? {};
    return { text, style: looks };
  });
  const room = marks.reduce((left, { text }) => left - displayWidth(text), columns - 1);
  const name = ` ${count} ${pathEnd(file.path, Math.max(8, room - count.length - displayWidth(filtered) - 3))}`;
  const gap = ' '.repeat(Math.max(1, room - displayWidth(name) - displayWidth(filtered)));
  const spans = [
    { text: name, style: theme.hunk },
    { text: filtered, style: theme.waiting },
    { text: gap },
  ];
  return { spans: fitted({ spans: [...spans, ...marks] }, columns) };
}

const TITLES: Readonly<Partial<Record<State['page']['kind'], string>>> = {
  files: 'Files',
  threads: 'Threads and drafts, unresolved first',
  help: 'Keys',
  back: 'Your review of an earlier time',
  send: 'This is what will be sent, in this order',
  summary: 'This is what will be sent, in this order',
  sending: 'Sending',
  sent: 'Sent',
};

function statusBar(state: State, { theme }: Drawing): Row {
  const { page, message, columns } = state;
  if (page.kind === 'filter') {
    const text = `/${oneLine(page.box.text)}`;
    const hint = '   words of the path, !not, is:unviewed is:open is:draft';
    return { spans: fitted({ spans: [{ text }, { text: hint, style: theme.dim }] }, columns) };
  }
  const spans =
    message === ''
      ? [{ text: ` ${hints(state)}`, style: theme.dim }]
      : [{ text: ` ${oneLine(message)}`, style: theme.waiting }];
  return { spans: fitted({ spans }, columns) };
}

/** The keys that matter where the cursor is, as many as fit. */
function hints(state: State): string {
  const { page, mark, columns } = state;
  const fixed = HINTS[page.kind];
  const all = [...(fixed ?? (mark ? RANGE : diffHints(state))), ...(fixed || mark ? [] : ALWAYS)];
  let line = '';
  for (const hint of all) {
    if (line.length + hint.length + 3 > columns) continue;
    line += line === '' ? hint : `  ${hint}`;
  }
  return line;
}

const ALWAYS = ['S send', '? help', 'q close'];
const RANGE = ['c comment on the range', 's suggest a change', 'Esc drop it'];

const HINTS: Readonly<Partial<Record<State['page']['kind'], readonly string[]>>> = {
  files: ['Enter go there', 'Space viewed', 'Esc back'],
  threads: ['Enter go there', 'Esc back'],
  send: ['Enter send', 'b summary', 'o go there', 'd delete', 'Esc back'],
  help: ['j k scroll', 'any other key closes'],
  sent: ['j k scroll', 'q close the review', 'any other key goes back'],
  back: ['Enter go on with it', 'D delete the drafts'],
  compose: [],
  summary: [],
  sending: [],
};

function diffHints(state: State): readonly string[] {
  const item = itemAt(state, state.cursor);
  if (item?.kind === 'thread') {
    const resolve = item.thread.path === undefined ? [] : ['x resolve'];
    return ['r reply', ...resolve, 'n next unresolved', 'Enter fold'];
  }
  if (item?.kind === 'draft') return ['e edit', 's change the lines', 'd delete'];
  if (item?.kind === 'line') {
    return ['c comment', 'v range', 's suggest', 'Space viewed', 'n thread'];
  }
  return ['J K file', 'n thread', 'Space viewed', 'Enter fold', 'Tab files'];
}
