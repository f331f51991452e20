import type { DiffFile } from '../../core/diff/diff.ts';
import { displayWidth, wrap } from '../../core/output/width.ts';
import {
  type Content,
  commentsOn,
  type Item,
  isFolded,
  isWaiting,
  viewedCount,
  viewedState,
} from './content.ts';
import { documentOf } from './document.ts';
import { type Drawing, drawnOnce } from './drawing.ts';
import { hunkRows, lineRows } from './line-rows.ts';
import { counted } from './outgoing.ts';
import { fitted, oneLine, pathEnd, prose } from './spans.ts';
import type { Row, Span } from './theme.ts';
import { draftRows, threadRows } from './thread-rows.ts';

/** Rows of a description; the rest of it is on the web. */
const MOST_DESCRIPTION = 8;

/** The rows of an item, drawn once; none of them holds anything that is not safe for a terminal. */
export function itemRows(
  drawing: Drawing,
  content: Content,
  item: Item,
  file: DiffFile | undefined,
): readonly Row[] {
  return drawnOnce(drawing, lasting(item), () =>
    draw(drawing, content, item, file).map(({ spans, fill }) => ({
      spans: [NO_MARK, ...spans],
      fill,
    })),
  );
}

/** Where the sign of the cursor will be. */
const NO_MARK: Span = { text: ' ' };

/** What an item shows that lasts longer than it: items are made anew when anything changes. */
function lasting(item: Item): object {
  if (item.kind === 'line') return item.hunk.lines[item.at] ?? item;
  return item.kind === 'hunk' ? item.hunk : item;
}

function draw(
  drawing: Drawing,
  content: Content,
  item: Item,
  file: DiffFile | undefined,
): readonly Row[] {
  switch (item.kind) {
    case 'pull':
      return pullRows(drawing, content);
    case 'file':
      return fileRows(drawing, content, item.file);
    case 'hunk':
      return hunkRows(drawing, item.hunk);
    case 'line':
      return file ? lineRows(drawing, file, item.hunk, item.at) : [];
    case 'thread':
      return threadRows(drawing, content, item.thread, item.open);
    case 'draft':
      return draftRows(drawing, item.draft);
    case 'note':
      return [plain(`  ${item.text}`, drawing, drawing.theme.dim)];
  }
}

const plain = (text: string, { columns }: Drawing, style: Span['style']): Row => ({
  spans: fitted({ spans: [{ text, style }] }, columns),
});

function pullRows(drawing: Drawing, content: Content): Row[] {
  const { theme, columns } = drawing;
  const { pull, files, threads } = content;
  const width = Math.max(10, columns - 2);
  const sum = (key: 'added' | 'removed') => files.reduce((total, file) => total + file[key], 0);
  const open = threads.filter((thread) => isWaiting(content, thread)).length;
  const verdicts = { approve: 'you approved it', 'request-changes': 'you requested changes' };
  const facts = [
    ...(pull.state === 'open' ? [] : [pull.state]),
    `${counted(files.length, 'file') || 'no files'} +${sum('added')} ${theme.signs.minus}${sum('removed')}`,
    `${viewedCount(content)} viewed`,
    open === 0 ? 'no unresolved threads' : `${counted(open, 'unresolved thread')} (n)`,
    ...(pull.verdict ? [verdicts[pull.verdict]] : []),
  ];
  const description = prose(pull.description, Math.min(width, 100));
  const shown = description.slice(0, MOST_DESCRIPTION);
  const branches = `${oneLine(pull.source)} ${theme.signs.arrow} ${oneLine(pull.destination)}`;
  return [
    ...wrap(oneLine(pull.title), width).map((text) => plain(text, drawing, theme.strong)),
    plain(`${oneLine(pull.author)}: ${branches}`, drawing, undefined),
    plain(oneLine(pull.url), drawing, theme.dim),
    ...(shown.length > 0 ? [plain('', drawing, undefined)] : []),
    ...shown.map(({ text, code }) => plain(text, drawing, code ? theme.hunk : undefined)),
    ...(description.length > shown.length
      ? [plain(`… ${description.length - shown.length} lines more, on the web`, drawing, theme.dim)]
      : []),
    plain('', drawing, undefined),
    plain(facts.join(` ${theme.signs.dot} `), drawing, theme.hunk),
    plain('', drawing, undefined),
  ];
}

/** The head of a file: a bar with its path, its counts and its marks. */
function fileRows(drawing: Drawing, content: Content, file: DiffFile): Row[] {
  const { theme, columns } = drawing;
  const folded = isFolded(content, file);
  const right = fileMarks(drawing, content, file);
  const width = columns - right.reduce((sum, { text }) => sum + displayWidth(text), 0) - 3;
  const sign = folded ? theme.signs.folded : theme.signs.open;
  const from = file.oldPath === undefined ? '' : ` (from ${oneLine(file.oldPath)})`;
  const name = pathEnd(`${file.path}${from}`, width);
  const left = { text: `${sign} ${name}`.padEnd(1), style: theme.file };
  const gap = ' '.repeat(Math.max(1, columns - displayWidth(left.text) - (columns - 3 - width)));
  const bar = [left, { text: gap, style: theme.file }, ...right];
  const row: Row = { spans: fitted({ spans: bar, fill: theme.file }, columns) };
  return [row];
}

/** What there is to say of a file in few signs: its counts, what became of it, and what is on it. */
export function fileMarks(drawing: Drawing, content: Content, file: DiffFile): Span[] {
  const { theme } = drawing;
  const { signs } = theme;
  const bar = { ...theme.file, bold: false };
  const viewed = viewedState(content, file);
  const open = documentOf(content)
    .threadsOf(file.path)
    .filter((thread) => isWaiting(content, thread)).length;
  const drafts = commentsOn(content, file.path).length;
  const folded = content.folded.get(file.path);
  const words: Span[] = [];
  const put = (text: string, style: Span['style']) =>
    text !== '' && words.push({ text: `${text} `, style: { ...bar, ...style } });
  put(open === 0 ? '' : `${signs.waiting}${open}`, theme.waiting);
  put(drafts === 0 ? '' : `${signs.draft}${drafts}`, theme.draft);
  put(folded ?? '', undefined);
  put(file.status === 'modified' ? '' : file.status, undefined);
  put(file.binary ? 'binary' : '', undefined);
  put(viewed === 'changed' ? 'changed since viewed' : '', theme.waiting);
  put(viewed === 'yes' ? `${signs.done} viewed` : '', theme.done);
  if (file.binary) return words;
  put(`+${file.added}`, { color: theme.addedSign.color ?? '' });
  put(`${signs.minus}${file.removed}`, { color: theme.removedSign.color ?? '' });
  return words;
}
