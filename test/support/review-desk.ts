import { once } from 'node:events';
import type { DiffFile, DiffLine, Hunk } from '../../src/core/diff/diff.ts';
import type { ReviewDesk, ReviewThread, SendResult } from '../../src/core/review/desk.ts';

/** How large a made-up pull request is. */
export interface DeskSize {
  readonly files: number;
  /** Lines of the diff of each file, context included. */
  readonly lines: number;
  readonly threads?: number;
  /** The source commit. */
  readonly commit?: string;
}

/**
 * A desk with a made-up pull request: no network, and sending says what would have come of it. What
 * has FAIL in it is refused, and what has WAIT in it is under way until somebody stops the sending.
 */
export function madeUpDesk(size: DeskSize): ReviewDesk {
  const files = Array.from({ length: size.files }, (_, index) => madeUpFile(index, size.lines));
  return {
    pull: {
      repository: 'acme/backend-api',
      id: 42,
      title: 'Charge the customer once, also when the network is slow 漢字',
      description:
        'A retry after a timeout charged twice.\n\nNow each charge has an idempotency key.',
      author: 'Ann Lee',
      source: 'fix/double-charge',
      destination: 'main',
      sourceCommit: size.commit ?? 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
      url: 'https://bitbucket.org/acme/backend-api/pull-requests/42',
      state: 'open',
      verdict: undefined,
    },
    me: '{ann}',
    files,
    threads: madeUpThreads(files, size.threads ?? 3),
    readThreads: async () => madeUpThreads(files, size.threads ?? 3),
    wording: (draft) => {
      if (draft.kind === 'resolve') return '';
      const suggestion = draft.kind === 'comment' ? draft.suggestion : undefined;
      const fence = suggestion === undefined ? '' : `\n\n\`\`\`suggestion\n${suggestion}\n\`\`\``;
      return `${draft.body}${fence}`.trim();
    },
    send: async ({ items, summary, verdict }, onResult, signal) => {
      const results: SendResult[] = [];
      const put = async (id: string, message: string) => {
        const stopped = signal.aborted;
        if (message.includes('WAIT') && !stopped) await once(signal, 'abort');
        const result = stopped
          ? { id, sent: false, message: `${message}: not tried` }
          : outcomeOf(id, message);
        results.push(result);
        onResult(result);
      };
      for (const item of items) {
        await put(item.id, `${item.kind} ${'body' in item ? item.body : item.resolved}`);
      }
      if (summary !== '') await put('summary', `summary ${summary}`);
      if (verdict !== 'comment') await put('verdict', verdict);
      return results;
    },
  };
}

function outcomeOf(id: string, message: string): SendResult {
  if (!message.includes('FAIL')) return { id, sent: true, message };
  const why = 'your token may not write comments on this repository, which the workspace decides';
  return { id, sent: false, message: `refused, ${why}: ${message}`, hint: `Ask for it. ${why}.` };
}

/** A file with a hunk for each forty lines; in each some lines are changed. */
function madeUpFile(index: number, lines: number): DiffFile {
  const hunks: Hunk[] = [];
  let added = 0;
  let removed = 0;
  for (let start = 0; start < lines; start += 40) {
    const hunk = madeUpHunk(index, start, Math.min(40, lines - start));
    added += hunk.lines.filter(({ kind }) => kind === 'added').length;
    removed += hunk.lines.filter(({ kind }) => kind === 'removed').length;
    hunks.push(hunk);
  }
  const path = `src/part-${Math.floor(index / 20)}/file-${index}.ts`;
  return { path, oldPath: undefined, status: 'modified', binary: false, added, removed, hunks };
}

function madeUpHunk(file: number, start: number, count: number): Hunk {
  const first = start * 2 + 10;
  const lines: DiffLine[] = [];
  let old = first;
  let now = first;
  for (let at = 0; at < count; at += 1) {
    const name = `value${file}_${start + at}`;
    const kind = at % 10 === 4 ? 'removed' : at % 10 === 5 ? 'added' : 'context';
    const text =
      kind === 'context'
        ? `  const ${name} = await charge(order, { key: '${name}', retries: ${at} }); // once`
        : `\treturn ${kind === 'removed' ? 'charge(order)' : 'charge(order, key)'} + ${file * 1000 + start};`;
    lines.push({
      kind,
      old: kind === 'added' ? undefined : old++,
      new: kind === 'removed' ? undefined : now++,
      text,
    });
  }
  return {
    oldStart: first,
    oldCount: old - first,
    newStart: first,
    newCount: now - first,
    section: `async function part${start}(order: Order) {`,
    lines,
  };
}

function madeUpThreads(files: readonly DiffFile[], count: number): ReviewThread[] {
  const threads: ReviewThread[] = [];
  for (let at = 0; at < count; at += 1) {
    const file = files[Math.floor((at * files.length) / count)];
    const line = file?.hunks[0]?.lines.find(({ kind }) => kind === 'added')?.new;
    if (file === undefined || line === undefined) continue;
    threads.push({
      id: 100 + at,
      path: file.path,
      side: 'new',
      line,
      startLine: at === 0 ? line - 2 : undefined,
      resolved: at % 3 === 2,
      outdated: false,
      comments: [
        {
          id: 100 + at,
          author: 'Bob Ray',
          text: 'Is the key kept over a restart?',
          when: '2026-11-20T09:00:00+00:00',
          mine: false,
        },
        {
          id: 1000 + at,
          author: 'Ann Lee',
          text: 'It is in the table `charges`.',
          when: '2026-11-21T09:00:00+00:00',
          mine: true,
        },
      ],
    });
  }
  return threads;
}
