import type { DiffFile, DiffLine } from '../../core/diff/diff.ts';
import type { ReviewThread } from '../../core/review/desk.ts';
import { type Content, commentsOn, type Item, isFolded, isResolved } from './content.ts';

/** What stands on the page for one file: its head, and unless it is folded its lines with all on them. */
export function fileItems(
  content: Content,
  index: number,
  threads: readonly ReviewThread[],
): readonly Item[] {
  const file = content.files[index];
  if (file === undefined) return [];
  const head: Item = { kind: 'file', file, index };
  if (isFolded(content, file)) return [head];
  const attached = attachments(content, file, threads);
  const items: Item[] = [head, ...(attached.get('') ?? [])];
  if (file.hunks.length === 0) items.push({ kind: 'note', text: withoutLines(file) });
  for (const hunk of file.hunks) {
    items.push({ kind: 'hunk', hunk });
    for (let at = 0; at < hunk.lines.length; at += 1) {
      items.push({ kind: 'line', hunk, at });
      if (attached.size > 0) items.push(...onLine(attached, hunk.lines[at]));
    }
  }
  return items;
}

function withoutLines(file: DiffFile): string {
  if (file.binary) return 'A binary file: git shows no lines of it.';
  return file.status === 'renamed' ? 'Renamed, without a change.' : 'No lines changed.';
}

type Attached = ReadonlyMap<string, readonly Item[]>;

/** A context line carries what is on it on either side. */
function onLine(attached: Attached, line: DiffLine | undefined): readonly Item[] {
  if (line === undefined) return [];
  const old = line.old === undefined ? undefined : attached.get(`old ${line.old}`);
  const now = line.new === undefined ? undefined : attached.get(`new ${line.new}`);
  return [...(old ?? []), ...(now ?? [])];
}

/** Threads and drafts by the line they stand under, "new 12"; what has no line here under "". */
function attachments(
  content: Content,
  file: DiffFile,
  threads: readonly ReviewThread[],
): Map<string, Item[]> {
  const attached = new Map<string, Item[]>();
  const put = (where: string, ...items: readonly Item[]) => {
    const there = attached.get(where);
    if (there) there.push(...items);
    else attached.set(where, [...items]);
  };
  const shown = threads.length > 0 ? placesIn(file) : undefined;
  for (const thread of unresolvedFirst(content, threads)) {
    const where = `${thread.side} ${thread.line}`;
    put(!thread.outdated && shown?.has(where) ? where : '', ...threadItems(content, thread));
  }
  for (const draft of commentsOn(content, file.path)) {
    put(`${draft.side} ${draft.line}`, { kind: 'draft', draft });
  }
  return attached;
}

/** A thread with the replies that are to be sent. */
export function threadItems(content: Content, thread: ReviewThread): Item[] {
  const resolved = isResolved(content, thread);
  const open = content.folds.get(`thread ${thread.id}`) ?? !resolved;
  const replies = content.drafts.filter(
    (draft) => draft.kind === 'reply' && draft.thread === thread.id,
  );
  return [
    { kind: 'thread', thread, open },
    ...replies.map((draft): Item => ({ kind: 'draft', draft })),
  ];
}

/** Those that wait for somebody stand before those that are done. */
export const unresolvedFirst = (
  content: Content,
  threads: readonly ReviewThread[],
): readonly ReviewThread[] => [
  ...threads.filter((thread) => !isResolved(content, thread)),
  ...threads.filter((thread) => isResolved(content, thread)),
];

function placesIn(file: DiffFile): Set<string> {
  const places = new Set<string>();
  for (const { lines } of file.hunks) {
    for (const line of lines) {
      if (line.old !== undefined) places.add(`old ${line.old}`);
      if (line.new !== undefined) places.add(`new ${line.new}`);
    }
  }
  return places;
}
