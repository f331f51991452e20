import * as act from './actions.ts';
import * as fileAct from './file-actions.ts';
import * as jump from './jump.ts';
import { openFiles, openThreads } from './list-pages.ts';
import * as move from './move.ts';
import { refit } from './refit.ts';
import { follow } from './scroll.ts';
import { type Heights, type State, type Step, say } from './state.ts';
import { textBox } from './text-box.ts';

/** What keys do on the diff page, with the words that the help has for them. */
export interface Binding {
  /** Names as decodeKeys gives them. */
  readonly keys: readonly string[];
  /** As the help writes the keys. */
  readonly shown: string;
  readonly does: string;
  readonly run: (state: State, heights: Heights) => Step;
}

type Change = (state: State, heights: Heights) => State;

/** A binding that only changes what is shown. */
const bind = (keys: string, shown: string, does: string, change: Change): Binding => ({
  keys: keys.split(' '),
  shown,
  does,
  run: (state, heights) => ({ state: change(state, heights) }),
});

const step = (keys: string, shown: string, does: string, run: Binding['run']): Binding => ({
  keys: keys.split(' '),
  shown,
  does,
  run,
});

const filter: Change = (state) => ({
  ...state,
  page: { kind: 'filter', box: textBox(state.content.filter), before: state.content.filter },
});

/** Esc takes back one thing at a time. */
const back: Change = (state, heights) => {
  if (state.mark !== undefined) return { ...state, mark: undefined };
  if (state.content.filter === '') return say(state, 'q closes the review; drafts are kept.');
  return say(refit(state, { ...state.content, filter: '' }, heights), 'No filter any more.');
};

/** By groups, in the order of the help. */
export const BINDINGS: Readonly<Record<string, readonly Binding[]>> = {
  Move: [
    bind('j down', 'j ↓', 'next line', move.down),
    bind('k up', 'k ↑', 'line above', move.up),
    bind('pagedown ctrl-f', 'PgDn', 'a screen down', move.scrollBy(1)),
    bind('pageup ctrl-b', 'PgUp', 'a screen up', move.scrollBy(-1)),
    bind('ctrl-d', '^D', 'half a screen down', move.scrollBy(0.5)),
    bind('ctrl-u', '^U', 'half a screen up', move.scrollBy(-0.5)),
    bind('g home', 'g', 'to the top', move.first),
    bind('G end', 'G', 'to the end', move.last),
    bind(']', ']', 'next hunk', jump.nextHunk),
    bind('[', '[', 'hunk above', jump.lastHunk),
    bind('J } right l', 'J →', 'next file', jump.toFile(1)),
    bind('K { left h', 'K ←', 'file above', jump.toFile(-1)),
    bind('n', 'n', 'next unresolved thread', jump.toUnresolved(1)),
    bind('N p', 'N', 'unresolved thread above', jump.toUnresolved(-1)),
    bind('u', 'u', 'next file not viewed', fileAct.toUnviewed),
  ],
  Write: [
    step('c i', 'c', 'comment on the line or range', act.comment),
    step('v V', 'v', 'mark a range', act.markRange),
    step('s', 's', 'suggest a change, in your editor', act.suggest),
    step('r', 'r', 'reply to the thread', act.reply),
    step('x', 'x', 'resolve or reopen the thread', act.resolve),
    step('e', 'e', 'edit the draft', act.edit),
    step('d', 'd', 'delete the draft', act.remove),
    step('U', 'U', 'bring the deleted draft back', act.restore),
  ],
  Review: [
    step('space m', 'Space m', 'viewed, and on to the next', fileAct.toggleViewed),
    step('enter', 'Enter', 'unfold, comment, or edit', fileAct.enter),
    step('o z', 'o', 'fold or unfold', fileAct.toggleFold),
    bind('tab f', 'Tab', 'list of files', openFiles),
    bind('t', 't', 'list of threads and drafts', openThreads),
    bind('/', '/', 'filter files', filter),
    bind('w', 'w', 'break or cut long lines', (state, heights) =>
      follow({ ...state, wrap: !state.wrap, top: { ...state.top, skip: 0 } }, heights),
    ),
    bind('S', 'S', 'see what will be sent, and send', (state) => ({
      ...state,
      mark: undefined,
      page: { kind: 'send', at: 0, top: 0, asked: false },
    })),
    bind('escape', 'Esc', 'drop the range or the filter', back),
    bind('?', '?', 'this help', (state) => ({ ...state, page: { kind: 'help', top: 0 } })),
    step('q', 'q', 'close; drafts are kept', (state) => ({ state, effect: { kind: 'quit' } })),
  ],
};

const BY_KEY = new Map(
  Object.values(BINDINGS).flatMap((group) =>
    group.flatMap((binding) =>
      binding.keys.map((key) => [key === 'space' ? ' ' : key, binding] as const),
    ),
  ),
);

/** What a key does on the diff page; undefined when it does nothing there. */
export const bindingOf = (key: string): Binding | undefined => BY_KEY.get(key);
