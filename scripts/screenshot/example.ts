import { readFile } from 'node:fs/promises';
import { parseDiffText } from '../../src/core/diff/parse-diff-text.ts';
import { commentText } from '../../src/core/review/comment-text.ts';
import type { ReviewDesk, ReviewThread } from '../../src/core/review/desk.ts';
import { themeFor } from '../../src/tui/review/choose-theme.ts';
import { rowsAt } from '../../src/tui/review/diff-body.ts';
import type { Drawing } from '../../src/tui/review/drawing.ts';
import { type Frame, frameOf } from '../../src/tui/review/frame.ts';
import { loadHighlighter } from '../../src/tui/review/highlight.ts';
import { decodeKeys } from '../../src/tui/review/keys.ts';
import { begin } from '../../src/tui/review/start.ts';
import type { Heights, State } from '../../src/tui/review/state.ts';
import { update } from '../../src/tui/review/update.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

const THREADS: readonly ReviewThread[] = [
  {
    id: 5,
    path: 'src/billing/charge.ts',
    side: 'new',
    line: 24,
    startLine: 22,
    resolved: false,
    outdated: false,
    comments: [
      {
        id: 5,
        author: 'Bob Ray',
        text: 'Two requests at once still find no receipt here, both. A lock on the key?',
        when: '2026-11-22T09:00:00Z',
        mine: false,
      },
      {
        id: 6,
        author: 'Ann Lee',
        text: 'The gateway refuses the second one: the key is the same.',
        when: '2026-11-22T11:20:00Z',
        mine: true,
      },
    ],
  },
];

/** A screen of a review under way: 100 columns, 34 rows. */
export async function exampleScreen(): Promise<Frame> {
  const text = await readFile(new URL('diff.txt', import.meta.url), 'utf8');
  const desk: ReviewDesk = {
    pull: {
      repository: 'acme/backend-api',
      id: 42,
      title: 'Charge an order once, also when the network is slow',
      description: '',
      author: 'Ann Lee',
      source: 'fix/double-charge',
      destination: 'main',
      sourceCommit: 'a1b2c3d4e5f6',
      url: 'https://bitbucket.org/acme/backend-api/pull-requests/42',
      state: 'open',
      verdict: undefined,
    },
    me: undefined,
    files: parseDiffText(text),
    threads: THREADS,
    readThreads: async () => THREADS,
    wording: (draft) => (draft.kind === 'resolve' ? '' : commentText(draft)),
    send: async () => [],
  };
  const drawing: Drawing = {
    theme: themeFor(true, { TERM: 'xterm-256color', COLORTERM: 'truecolor' }),
    highlight: await loadHighlighter(),
    columns: 99,
    wrap: true,
    now: NOW,
    drawn: new Map(),
  };
  const opened = begin({ desk, stored: undefined, aside: undefined, columns: 100, rows: 34 });
  // To the changed line of the refund, a suggestion of other words, and back to the file.
  const state = typed(opened, drawing, 'J]jjjjjjjjjjjjjjjjjjjc');
  const words = typed(state, drawing, 'Say so in the docs of `Gateway`, please.\r');
  return frameOf({ ...typed(words, drawing, 'j'), message: '' }, drawing);
}

function typed(state: State, drawing: Drawing, bytes: string): State {
  const heights: Heights = (now, place) => Math.max(1, rowsAt(now, drawing, place).length);
  return decodeKeys(bytes).keys.reduce((now, key) => update(now, key, heights).state, state);
}
