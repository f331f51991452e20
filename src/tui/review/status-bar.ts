import type { Drawing } from './drawing.ts';
import { itemAt } from './move.ts';
import { fitted, oneLine } from './spans.ts';
import { messageLines, type State } from './state.ts';
import type { Row } from './theme.ts';

/** The lowest rows: what is to be said in full, or the keys that matter. */
export function statusBar(state: State, { theme }: Drawing): Row[] {
  const { page, message, columns } = state;
  if (page.kind === 'filter') {
    const text = `/${oneLine(page.box.text)}`;
    const hint = '   words of the path, !not, is:unviewed is:open is:draft';
    return [{ spans: fitted({ spans: [{ text }, { text: hint, style: theme.dim }] }, columns) }];
  }
  if (message === '') {
    const spans = [{ text: ` ${hints(state)}`, style: theme.dim }];
    return [{ spans: fitted({ spans }, columns) }];
  }
  return messageLines(state).map((line) => ({
    spans: fitted({ spans: [{ text: ` ${line}`, style: theme.waiting }] }, columns),
  }));
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
