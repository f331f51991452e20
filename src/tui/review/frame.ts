import { displayWidth } from '../../core/output/width.ts';
import { viewedCount } from './content.ts';
import { diffBody } from './diff-body.ts';
import { documentOf } from './document.ts';
import type { Drawing } from './drawing.ts';
import { fileMarks } from './item-rows.ts';
import { counted } from './outgoing.ts';
import { pageBody } from './page-body.ts';
import { type Caret, panel } from './panel.ts';
import { fitted, oneLine, pathEnd, spread } from './spans.ts';
import { bodyRows, type SentPage, type State } from './state.ts';
import { statusBar } from './status-bar.ts';
import type { Row, Span } from './theme.ts';

/** A whole screen. */
export interface Frame {
  /** As many as the screen has. */
  readonly rows: readonly Row[];
  /** Where somebody types; undefined where there is nothing to type. */
  readonly caret: Caret | undefined;
}

/** Lays out the screen: two rows on top, the page, a box to type in, and what is to be said. */
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
    return { rows: [...rows, ...statusBar(state, drawing)].slice(-state.rows), caret: shown };
  }
  return { rows: [...rows, ...statusBar(state, drawing)].slice(0, state.rows), caret };
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
  const title = page.kind === 'sent' ? sentTitle(page) : TITLES[page.kind];
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
};

function sentTitle({ results, problem }: SentPage): string {
  if (!results.some(({ sent }) => sent)) return 'Nothing was sent';
  return problem || results.some(({ sent }) => !sent) ? 'Sent in part' : 'Sent';
}
