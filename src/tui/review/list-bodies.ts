import { displayWidth } from '../../core/output/width.ts';
import { isResolved, OVERVIEW } from './content.ts';
import { documentOf } from './document.ts';
import type { Drawing } from './drawing.ts';
import { fileMarks } from './item-rows.ts';
import { type Entry, entries } from './list-pages.ts';
import { fitted, oneLine, pathEnd } from './spans.ts';
import type { State } from './state.ts';
import type { Row, Span } from './theme.ts';
import { draftTitle } from './thread-rows.ts';

/** A list is turned like pages of a book: a key that moves within one changes two rows. */
const pageFrom = (at: number, height: number) => Math.floor(at / height) * height;

/** The list of files. */
export function filesBody(state: State, drawing: Drawing, at: number, height: number): Row[] {
  const { order } = documentOf(state.content);
  const from = pageFrom(at, height);
  return order.slice(from, from + height).map((section, index) => {
    const here = from + index === at;
    if (section === OVERVIEW) return listed(drawing, here, [{ text: 'Overview' }], []);
    const file = state.content.files[section];
    if (file === undefined) return { spans: [] };
    const marks = fileMarks(drawing, state.content, file).map(({ text, style }): Span => {
      const { backgroundColor: _, ...looks } = style ?? {};
      return { text, style: looks };
    });
    const room = marks.reduce((left, { text }) => left - displayWidth(text), state.columns - 4);
    return listed(drawing, here, [{ text: pathEnd(file.path, Math.max(8, room)) }], marks);
  });
}

/** The list of threads and drafts. */
export function threadsBody(state: State, drawing: Drawing, at: number, height: number): Row[] {
  const from = pageFrom(at, height);
  return entries(state)
    .slice(from, from + height)
    .map((entry, index) =>
      listed(drawing, from + index === at, entrySpans(state, drawing, entry), []),
    );
}

function entrySpans(state: State, { theme, columns }: Drawing, entry: Entry): Span[] {
  const place = placeWords(state, entry);
  const where = pathEnd(place, Math.floor(columns / 2)).padEnd(
    Math.min(30, Math.floor(columns / 3)),
  );
  if (entry.kind === 'draft') {
    const words = entry.draft.body === '' ? draftTitle(entry.draft) : oneLine(entry.draft.body);
    return [{ text: `${theme.signs.draft} ${where} `, style: theme.draft }, { text: words }];
  }
  const resolved = isResolved(state.content, entry.thread);
  const [head] = entry.thread.comments;
  const style = resolved ? theme.done : theme.waiting;
  return [
    { text: `${resolved ? theme.signs.done : theme.signs.waiting} ${where} `, style },
    { text: `${oneLine(head?.author ?? '')}: `, style: theme.strong },
    { text: oneLine(head?.text ?? '') },
  ];
}

function placeWords({ content }: State, entry: Entry): string {
  if (entry.kind === 'draft' && entry.draft.kind === 'comment') {
    return `${entry.draft.path}:${entry.draft.line}`;
  }
  const { kind } = entry;
  const id = kind === 'thread' ? entry.thread.id : undefined;
  const of = kind === 'draft' && entry.draft.kind === 'reply' ? entry.draft.thread : id;
  const thread = content.threads.find((one) => one.id === of);
  if (thread?.path === undefined) return 'Pull request';
  return thread.line === undefined ? thread.path : `${thread.path}:${thread.line}`;
}

function listed(
  { theme, columns }: Drawing,
  here: boolean,
  left: readonly Span[],
  right: readonly Span[],
): Row {
  const sign = here ? { text: `${theme.signs.here} `, style: theme.cursor } : { text: '  ' };
  const looks = left.map(({ text, style }) => ({
    text,
    style: here ? { ...style, bold: true } : style,
  }));
  const taken = right.reduce((sum, { text }) => sum + displayWidth(text), 0);
  const start = fitted({ spans: [sign, ...looks], fill: {} }, Math.max(4, columns + 1 - taken - 1));
  return { spans: [...start, ...right] };
}
