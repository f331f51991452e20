import { timeAgo } from '../../core/output/time-ago.ts';
import type { ReviewThread, ThreadComment } from '../../core/review/desk.ts';
import type { Draft } from '../../core/review/draft.ts';
import { type Content, isResolved } from './content.ts';
import type { Drawing } from './drawing.ts';
import { fitted, oneLine, prose } from './spans.ts';
import type { Row, Span, Style } from './theme.ts';

/** Prose is not read well in longer lines. */
const WIDEST = 100;
/** Columns before the rail of a thread. */
const INDENT = '    ';

/** A thread where it stands: whole, or one row of it when it is folded. */
export function threadRows(
  drawing: Drawing,
  content: Content,
  thread: ReviewThread,
  open: boolean,
): Row[] {
  const { theme, now } = drawing;
  const resolved = isResolved(content, thread);
  const general = thread.path === undefined;
  const style = resolved ? theme.done : general ? theme.hunk : theme.waiting;
  const sign = resolved ? theme.signs.done : theme.signs.waiting;
  const planned = resolved !== thread.resolved;
  const standing = [
    general ? '' : resolved ? 'resolved' : 'unresolved',
    planned ? 'when you send' : '',
    thread.outdated ? 'outdated' : '',
    where(thread),
  ].filter((word) => word !== '');
  const [head, ...replies] = thread.comments;
  if (head === undefined) return [];
  const words = standing.join(` ${theme.signs.dot} `);
  if (!open) {
    const text = ` ${theme.signs.dot} ${oneLine(head.author)}: ${oneLine(head.text)}`;
    const spans = [
      { text: `${sign} ${words}`, style },
      { text, style: theme.dim },
    ];
    return [railed(drawing, style, spans)];
  }
  const tail = `${theme.signs.dot} ${words}`;
  return [
    ...commentRows(drawing, head, style, `${sign} `, tail, now),
    ...replies.flatMap((reply) =>
      commentRows(drawing, reply, style, `${theme.signs.reply} `, '', now),
    ),
  ];
}

/** What of a thread's place its position on the page does not say. */
function where({ path, line, startLine, outdated }: ReviewThread): string {
  if (path === undefined) return 'on the whole pull request';
  if (line === undefined) return outdated ? '' : 'on the whole file';
  if (startLine !== undefined && startLine !== line) return `lines ${startLine}-${line}`;
  return `line ${line}`;
}

function commentRows(
  drawing: Drawing,
  comment: ThreadComment,
  style: Style,
  sign: string,
  tail: string,
  now: number,
): Row[] {
  const { theme } = drawing;
  const who = comment.mine ? 'you' : oneLine(comment.author);
  const head: Span[] = [
    { text: sign, style },
    { text: who, style: theme.strong },
    { text: ` ${theme.signs.dot} ${timeAgo(comment.when, now)} `, style: theme.dim },
    { text: tail, style },
  ];
  return [railed(drawing, style, head), ...bodyRows(drawing, comment.text, style)];
}

/** Text of a comment, fenced code set apart. */
function bodyRows(drawing: Drawing, text: string, style: Style): Row[] {
  const width = Math.min(WIDEST, drawing.columns - INDENT.length - 4);
  return prose(text, width).map((line) =>
    railed(drawing, style, [
      { text: `  ${line.text}`, style: line.code ? drawing.theme.hunk : undefined },
    ]),
  );
}

function railed({ theme, columns }: Drawing, style: Style, spans: readonly Span[]): Row {
  const rail = { text: `${INDENT}${theme.signs.rail} `, style };
  return { spans: fitted({ spans: [rail, ...spans] }, columns) };
}

/** A draft where it will stand. */
export function draftRows(drawing: Drawing, draft: Draft): Row[] {
  const { theme } = drawing;
  if (draft.kind === 'resolve') return [];
  const head: Span[] = [
    { text: `${theme.signs.draft} `, style: theme.draft },
    { text: draftTitle(draft), style: { ...theme.draft, bold: true } },
    { text: ` ${theme.signs.dot} not sent`, style: theme.dim },
  ];
  const suggestion = draft.kind === 'comment' ? draft.suggestion : undefined;
  return [
    railed(drawing, theme.draft, head),
    ...(draft.body === '' ? [] : bodyRows(drawing, draft.body, theme.draft)),
    ...(suggestion === undefined ? [] : suggestionRows(drawing, draft, suggestion)),
  ];
}

/** "Comment on lines 3-7", "Suggestion for line 7", "Reply" */
export function draftTitle(draft: Draft): string {
  if (draft.kind === 'reply') return 'Reply';
  if (draft.kind === 'resolve') return draft.resolved ? 'Resolve' : 'Reopen';
  const { startLine, line, side } = draft;
  const lines = startLine === undefined ? `line ${line}` : `lines ${startLine}-${line}`;
  const what = draft.suggestion === undefined ? 'Comment on' : 'Suggestion for';
  return `${what} ${side === 'old' ? 'removed ' : ''}${lines}${draft.lost ? ` of ${oneLine(draft.path)}` : ''}`;
}

function suggestionRows(drawing: Drawing, draft: Draft, suggestion: string): Row[] {
  if (draft.kind !== 'comment') return [];
  const { theme } = drawing;
  const rows = (lines: readonly string[], sign: string, style: Style) =>
    lines.map((line) =>
      railed(drawing, theme.draft, [
        { text: `  ${sign} ${prose(line, 10_000)[0]?.text ?? ''}`, style },
      ]),
    );
  return [
    ...rows(draft.lines, '-', theme.removed),
    ...rows(suggestion === '' ? [] : suggestion.split('\n'), '+', theme.added),
  ];
}
