import type { Verdict } from '../../core/review/desk.ts';
import type { Draft } from '../../core/review/draft.ts';
import type { Drawing } from './drawing.ts';
import { inWords, outgoing } from './outgoing.ts';
import { expanded, fitted, oneLine, pathEnd, prose } from './spans.ts';
import type { State } from './state.ts';
import type { Row, Span } from './theme.ts';
import { draftTitle } from './thread-rows.ts';

/** Lines of code that stand above a comment; of a longer range these are the last ones. */
const MOST_LINES = 4;

/** The page that shows exactly what will be sent, scrolled to the entry at a number. */
export function sendBody(state: State, drawing: Drawing, at: number, height: number): Row[] {
  const review = outgoing(state);
  const blocks = review.items.map((item, index) => block(state, drawing, item, index === at));
  const lost = state.content.drafts.filter((draft) => draft.kind === 'comment' && draft.lost);
  const rows = [
    ...blocks.flat(),
    ...summaryRows(drawing, review.summary, at === blocks.length),
    ...lostRows(drawing, lost),
  ];
  const foot = verdictRows(state, drawing);
  const room = Math.max(1, height - foot.length);
  const before = blocks.slice(0, at).reduce((sum, one) => sum + one.length, 0);
  const from = Math.max(0, Math.min(before - 2, rows.length - room));
  const shown = rows.slice(from, from + room);
  const gap = Array.from({ length: room - shown.length }, (): Row => ({ spans: [] }));
  return [...shown, ...gap, ...foot];
}

function block(state: State, drawing: Drawing, draft: Draft, here: boolean): Row[] {
  const { theme, columns } = drawing;
  const mark = here ? theme.signs.here : ' ';
  const head: Span[] = [
    { text: `${mark} `, style: theme.cursor },
    { text: draftTitle(draft), style: theme.draft },
    { text: ` ${whereOf(state, draft, columns - 30)}`, style: theme.strong },
  ];
  const code = draft.kind === 'comment' ? codeRows(drawing, draft.lines, draft.side) : [];
  const text = draft.kind === 'resolve' ? '' : state.wording(draft);
  const empty: Row = { spans: [] };
  return [row(drawing, head), ...code, ...textRows(drawing, text), empty];
}

function whereOf({ content }: State, draft: Draft, room: number): string {
  if (draft.kind === 'comment') return pathEnd(draft.path, Math.max(10, room));
  const thread = content.threads.find(({ id }) => id === draft.thread);
  const [head] = thread?.comments ?? [];
  const place =
    thread?.path === undefined ? '' : ` in ${pathEnd(thread.path, Math.max(10, room - 20))}`;
  return `${oneLine(head?.author ?? 'a thread')}${place}: ${oneLine(head?.text ?? '').slice(0, 60)}`;
}

function codeRows(drawing: Drawing, lines: readonly string[], side: 'new' | 'old'): Row[] {
  const { theme } = drawing;
  const sign = side === 'old' ? '-' : ' ';
  return lines
    .slice(-MOST_LINES)
    .map((line) =>
      row(drawing, [{ text: `    ${sign} ${expanded(line.slice(0, 500), 0)}`, style: theme.dim }]),
    );
}

const textRows = (drawing: Drawing, text: string): Row[] =>
  text === ''
    ? []
    : prose(text, Math.min(100, drawing.columns - 6)).map((line) =>
        row(drawing, [
          { text: `    ${drawing.theme.signs.rail} `, style: drawing.theme.draft },
          { text: line.text, style: line.code ? drawing.theme.hunk : undefined },
        ]),
      );

const row = ({ columns }: Drawing, spans: readonly Span[]): Row => ({
  spans: fitted({ spans }, columns),
});

function summaryRows(drawing: Drawing, summary: string, here: boolean): Row[] {
  if (summary === '') return [];
  const { theme } = drawing;
  const head = row(drawing, [
    { text: `${here ? theme.signs.here : ' '} `, style: theme.cursor },
    { text: 'Summary, on the whole pull request', style: theme.draft },
  ]);
  return [head, ...textRows(drawing, summary), { spans: [] }];
}

function lostRows(drawing: Drawing, lost: readonly Draft[]): Row[] {
  if (lost.length === 0) return [];
  const head = 'Not sent, because their lines are no longer in the diff:';
  return [
    row(drawing, [{ text: `  ${head}`, style: drawing.theme.problem }]),
    ...lost.map((draft) => row(drawing, [{ text: `    ${draftTitle(draft)}` }])),
  ];
}

const CHOICES: readonly (readonly [key: string, verdict: Verdict, words: string])[] = [
  ['c', 'comment', 'no verdict'],
  ['a', 'approve', 'approve'],
  ['r', 'request-changes', 'request changes'],
];

function verdictRows(state: State, drawing: Drawing): Row[] {
  const { theme, columns } = drawing;
  const choices = CHOICES.flatMap(([key, verdict, words]): Span[] => {
    const chosen = verdict === state.verdict;
    const text = chosen ? `[${words}]` : ` ${words} `;
    return [
      { text: ` ${key}`, style: theme.draft },
      { text, style: chosen ? theme.bar : undefined },
    ];
  });
  const total = ` Together: ${inWords(outgoing(state))}`;
  return [
    { spans: [{ text: '-'.repeat(columns), style: theme.dim }] },
    row(drawing, [{ text: ' Verdict:' }, ...choices]),
    row(drawing, [{ text: total, style: theme.strong }]),
  ];
}
