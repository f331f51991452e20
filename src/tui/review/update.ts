import { bindingOf } from './bindings.ts';
import { composeKey } from './compose.ts';
import type { Key } from './keys.ts';
import { listKey } from './list-pages.ts';
import { refit } from './refit.ts';
import { follow } from './scroll.ts';
import { sendKey } from './send-page.ts';
import {
  bodyRows,
  type Effect,
  type Heights,
  type Page,
  type State,
  type Step,
  say,
} from './state.ts';
import { summaryKey } from './summary.ts';
import { editBox } from './text-box.ts';

const EVERYWHERE: Readonly<Record<string, Effect>> = {
  'ctrl-c': { kind: 'quit', interrupted: true },
  'ctrl-z': { kind: 'suspend' },
  'ctrl-l': { kind: 'redraw' },
};

/** What a key press makes of the screen. */
export function update(state: State, key: Key, heights: Heights): Step {
  const effect = Object.hasOwn(EVERYWHERE, key.name) ? EVERYWHERE[key.name] : undefined;
  if (effect !== undefined) return { state, effect };
  const step = onPage(state, state.page, key, heights);
  // A panel that opens, and a long message, take rows away from the diff.
  return step.state.page.kind === state.page.kind && bodyRows(step.state) === bodyRows(state)
    ? step
    : { ...step, state: follow(step.state, heights) };
}

function onPage(state: State, page: Page, key: Key, heights: Heights): Step {
  switch (page.kind) {
    case 'diff':
      return diffKey(state, key, heights);
    case 'compose':
      return composeKey(state, page, key, heights);
    case 'files':
    case 'threads':
      return listKey(state, page, key, heights);
    case 'send':
      return sendKey(state, page, key, heights);
    case 'summary':
      return summaryKey(state, page, key);
    case 'filter':
      return { state: filterKey(state, page, key, heights) };
    case 'sent':
      if (key.name === 'q') return { state, effect: { kind: 'quit' } };
      if (key.name === 'S') return diffKey(state, key, heights);
      return { state: readKey(state, page, key) };
    case 'help':
      return { state: readKey(state, page, key) };
    case 'back':
      return { state: backKey(state, page, key) };
    case 'sending':
      return { state: say(state, 'Sending; ^C stops after the one on its way.') };
  }
}

function diffKey(state: State, key: Key, heights: Heights): Step {
  const binding = bindingOf(key.name);
  const quiet = state.message === '' ? state : say(state, '');
  return binding?.run(quiet, heights) ?? { state: say(state, '? shows the keys.') };
}

/** The files are filtered with each letter; Esc brings back what was there before. */
function filterKey(
  state: State,
  page: Extract<Page, { kind: 'filter' }>,
  key: Key,
  heights: Heights,
): State {
  const set = (filter: string, next: Page) =>
    refit({ ...state, page: next }, { ...state.content, filter }, heights);
  if (key.name === 'escape') return set(page.before, { kind: 'diff' });
  if (key.name === 'enter') return { ...state, page: { kind: 'diff' } };
  const box = editBox(page.box, key);
  const line = { text: box.text.replaceAll('\n', ' '), at: box.at };
  return set(line.text, { ...page, box: line });
}

const LINES: Readonly<Record<string, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  pagedown: 10,
  pageup: -10,
};

/** A page to read: it scrolls, and every other key closes it. */
function readKey(state: State, page: Extract<Page, { kind: 'help' | 'sent' }>, key: Key): State {
  const step = Object.hasOwn(LINES, key.name) ? LINES[key.name] : undefined;
  if (step === undefined) return { ...state, message: '', page: { kind: 'diff' } };
  return { ...state, page: { ...page, top: Math.max(0, page.top + step) } };
}

/** The page that offers drafts of an earlier time. */
function backKey(state: State, page: Extract<Page, { kind: 'back' }>, key: Key): State {
  const diff: State = { ...state, message: '', page: { kind: 'diff' } };
  if (page.asked && key.name === 'y') {
    const content = { ...state.content, drafts: [] };
    const home = { at: 0, item: 0 };
    const fresh = { ...diff, content, cursor: home, top: { ...home, skip: 0 } };
    return say({ ...fresh, summary: '', verdict: 'comment' }, 'The drafts are deleted.');
  }
  if (page.asked) return { ...state, message: '', page: { ...page, asked: false } };
  if (key.name !== 'D') return { ...diff, page: page.next };
  const question = 'Delete all these drafts for good? y deletes, any other key does not.';
  return say({ ...state, page: { ...page, asked: true } }, question);
}
