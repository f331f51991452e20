import type { ReviewThread } from '../../core/review/desk.ts';
import { type Content, type Item, OVERVIEW } from './content.ts';
import { fileItems, threadItems, unresolvedFirst } from './file-items.ts';
import { fileFilter } from './filter.ts';

/** The diff page as one long list of items, made file by file as somebody gets there. */
export interface Document {
  /** The sections that are shown: OVERVIEW, and numbers of files. */
  readonly order: readonly number[];
  /** What stands in the section at a position of `order`. */
  readonly items: (at: number) => readonly Item[];
  /** The threads of a file, or of the whole pull request for undefined. */
  readonly threadsOf: (path: string | undefined) => readonly ReviewThread[];
}

const documents = new WeakMap<Content, Document>();

/** The document of a content; the same content gives the same one. */
export function documentOf(content: Content): Document {
  const known = documents.get(content);
  if (known) return known;
  const made = make(content);
  documents.set(content, made);
  return made;
}

function make(content: Content): Document {
  const order = orderOf(content);
  const sections = new Map<number, readonly Item[]>();
  const threadsOf = (path: string | undefined) => byPath(content.threads).get(path) ?? [];
  return {
    order,
    threadsOf,
    items: (at) => {
      const section = order[at];
      if (section === undefined) return [];
      const known = sections.get(section);
      if (known) return known;
      const path = content.files[section]?.path;
      const items =
        section === OVERVIEW
          ? overviewItems(content, threadsOf)
          : fileItems(content, section, threadsOf(path));
      sections.set(section, items);
      return items;
    },
  };
}

function orderOf(content: Content): readonly number[] {
  const shown = fileFilter(content);
  const files: number[] = [];
  content.files.forEach((file, index) => {
    if (shown(file)) files.push(index);
  });
  return [OVERVIEW, ...files];
}

type ByPath = ReadonlyMap<string | undefined, readonly ReviewThread[]>;

const grouped = new WeakMap<readonly ReviewThread[], ByPath>();

function byPath(threads: readonly ReviewThread[]): ByPath {
  const known = grouped.get(threads);
  if (known) return known;
  const groups = new Map<string | undefined, ReviewThread[]>();
  for (const thread of threads) {
    const group = groups.get(thread.path);
    if (group) group.push(thread);
    else groups.set(thread.path, [thread]);
  }
  grouped.set(threads, groups);
  return groups;
}

/** The pull request, and all that belongs to no file of the diff. */
function overviewItems(content: Content, threadsOf: Document['threadsOf']): readonly Item[] {
  const paths = new Set(content.files.map(({ path }) => path));
  const gone = content.threads.filter(({ path }) => path !== undefined && !paths.has(path));
  const loose = unresolvedFirst(content, [...threadsOf(undefined), ...gone]);
  const lost = content.drafts.filter((draft) => draft.kind === 'comment' && draft.lost);
  const items: Item[] = [{ kind: 'pull' }];
  if (lost.length > 0) {
    items.push({ kind: 'note', text: 'Your drafts whose lines are no longer in the diff:' });
    items.push(...lost.map((draft): Item => ({ kind: 'draft', draft })));
  }
  items.push(...loose.flatMap((thread) => threadItems(content, thread)));
  const ids = new Set(content.threads.map(({ id }) => id));
  const orphans = content.drafts.filter(
    (draft) => draft.kind === 'reply' && !ids.has(draft.thread),
  );
  if (orphans.length > 0) {
    items.push({ kind: 'note', text: 'Your replies to threads that are gone:' });
    items.push(...orphans.map((draft): Item => ({ kind: 'draft', draft })));
  }
  if (content.files.length === 0)
    items.push({
      kind: 'note',
      text: 'There is nothing in this diff, or it is gone with its branch.',
    });
  return items;
}
