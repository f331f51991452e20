import type { Key } from './keys.ts';
import { outgoing } from './outgoing.ts';
import { type State, type Step, type SummaryPage, say } from './state.ts';
import { editBox, textBox } from './text-box.ts';

/**
 * Opens the box for the comment on the whole pull request.
 * @param deleted stands in it when there is no other text
 */
export function openSummary(state: State, deleted = ''): State {
  const { summary: before } = state;
  const box = textBox(before === '' ? deleted : before);
  const page: SummaryPage = { kind: 'summary', box, before, asked: false };
  return { ...state, summary: box.text, message: '', page };
}

/** What a key does while somebody types the summary; each letter is kept on disk. */
export function summaryKey(state: State, page: SummaryPage, key: Key): Step {
  if (key.name === 'escape') return { state: leave(state, page) };
  if (key.name === 'ctrl-g') return { state, effect: { kind: 'edit-text', text: page.box.text } };
  if (key.name === 'enter' || key.name === 'ctrl-s') {
    return { state: closed(state, page.box.text.trim()) };
  }
  const box = editBox(page.box, key);
  return {
    state: { ...state, summary: box.text, message: '', page: { ...page, box, asked: false } },
  };
}

/** As Esc does with a comment: what was typed goes, after a question, and what stood before stays. */
function leave(state: State, page: SummaryPage): State {
  const { box, before, asked } = page;
  if (box.text.trim() === '' || box.text === before || asked) return closed(state, before);
  const words =
    before === ''
      ? 'Esc again throws this text away; Enter keeps it.'
      : 'Esc again throws your changes away; Enter keeps them.';
  return say({ ...state, page: { ...page, asked: true } }, words);
}

/** Back on the page of what will be sent, at the summary. */
function closed(state: State, summary: string): State {
  const next = { ...state, summary, message: '' };
  const { items } = outgoing(next);
  const at = summary === '' ? 0 : items.length;
  return { ...next, page: { kind: 'send', at, top: 0, asked: false } };
}
