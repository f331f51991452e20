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
  /** As the help writes the keys; "" where another line says it too. */
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
    bind('j down', 'j k ↓ ↑', 'line by line', move.down),
    bind('k up', '', '', move.up),
    bind('pagedown ctrl-f', 'PgDn PgUp', 'a screen', move.scrollBy(1)),
    bind('pageup ctrl-b', '', '', move.scrollBy(-1)),
    bind('ctrl-d', '^D ^U', 'half a screen', move.scrollBy(0.5)),
    bind('ctrl-u', '', '', move.scrollBy(-0.5)),
    bind('g home', 'g G', 'to the top, to the end', move.first),
    bind('G end', '', '', move.last),
    bind(']', '] [', 'hunk by hunk', jump.nextHunk),
    bind('[', '', '', jump.lastHunk),
    bind('J } right l', 'J K → ←', 'file by file', jump.toFile(1)),
    bind('K { left h', '', '', jump.toFile(-1)),
    bind('n', 'n N', 'unresolved threads', jump.toUnresolved(1)),
    bind('N p', '', '', jump.toUnresolved(-1)),
    bind('u', 'u', 'next file not viewed', fileAct.toUnviewed),
  ],
  Write: [
    step('c i', 'c', 'comment on line or range', act.comment),
    step('v V', 'v', 'mark a range', act.markRange),
    step('s', 's', 'suggest a change, in $EDITOR', act.suggest),
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
    bind('S', 'S', 'see what will be sent, send', (state) => ({
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
