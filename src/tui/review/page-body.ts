import { BINDINGS } from './bindings.ts';
import type { Drawing } from './drawing.ts';
import { filesBody, threadsBody } from './list-bodies.ts';
import { outgoing } from './outgoing.ts';
import { problemRows, resultRows } from './result-rows.ts';
import { sendBody } from './send-body.ts';
import { fitted, prose, widthOf } from './spans.ts';
import type { State } from './state.ts';
import type { Row } from './theme.ts';

/** The rows of a page that covers the diff, cut to the screen; undefined where the diff is shown. */
export function pageBody(state: State, drawing: Drawing, height: number): Row[] | undefined {
  return pageRows(state, drawing, height)?.map((row) =>
    widthOf(row.spans) > state.columns ? { spans: fitted(row, state.columns) } : row,
  );
}

function pageRows(state: State, drawing: Drawing, height: number): Row[] | undefined {
  const { page } = state;
  switch (page.kind) {
    case 'files':
      return filesBody(state, drawing, page.at, height);
    case 'threads':
      return threadsBody(state, drawing, page.at, height);
    case 'help':
      return window(helpRows(drawing), page.top, height);
    case 'send':
      return sendBody(state, drawing, page.at, height);
    case 'summary':
      return sendBody(state, drawing, outgoing(state).items.length, height);
    case 'back':
      return page.lines.flatMap((line) =>
        prose(line, state.columns - 4).map(({ text }): Row => ({ spans: [{ text: `  ${text}` }] })),
      );
    case 'sending':
      return [
        { spans: [{ text: `  ${page.results.length} of ${page.total}` }] },
        ...resultRows(drawing, page.results).slice(-(height - 1)),
      ];
    case 'sent':
      return window(
        [...problemRows(drawing, page.problem), ...resultRows(drawing, page.results)],
        page.top,
        height,
      );
    default:
      return undefined;
  }
}

/** The part of some rows that fits; the last ones stay on the screen. */
const window = (rows: readonly Row[], top: number, height: number): Row[] => {
  const from = Math.max(0, Math.min(top, rows.length - height));
  return rows.slice(from, from + height);
};

function helpRows({ theme, columns }: Drawing): Row[] {
  const groups = Object.entries(BINDINGS).map(([name, bindings]) => [
    { spans: [{ text: `  ${name}`, style: theme.strong }] },
    ...bindings
      .filter(({ shown }) => shown !== '')
      .map(
        ({ shown, does }): Row => ({
          spans: [{ text: `  ${shown.padEnd(10)}`, style: theme.draft }, { text: does }],
        }),
      ),
  ]);
  const notes: Row[] = [
    {
      spans: [
        { text: '  Drafts are kept on disk as you type them. ^C, ^Z and ^L do as in a shell.' },
      ],
    },
  ];
  if (columns < 78) return [...groups.flat(), ...notes];
  const width = Math.floor((columns - 2) / 2);
  const [move = [], write = [], review = []] = groups;
  return [...sideBySide([...move, { spans: [] }, ...write], review, width), ...notes];
}

function sideBySide(left: readonly Row[], right: readonly Row[], width: number): Row[] {
  const rows = Math.max(left.length, right.length);
  return Array.from({ length: rows }, (_, index) => {
    const first = left[index]?.spans ?? [];
    const used = first.reduce((sum, { text }) => sum + text.length, 0);
    const gap = { text: ' '.repeat(Math.max(1, width - used)) };
    return { spans: [...first, gap, ...(right[index]?.spans ?? [])] };
  });
}
