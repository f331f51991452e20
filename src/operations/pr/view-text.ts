import type { Screen } from '../../core/answer.ts';
import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import type { Comment, Thread } from '../../core/bitbucket/threads.ts';
import { BbxError } from '../../core/errors.ts';
import { type Paint, paintFor } from '../../core/output/paint.ts';
import { sanitizeForTerminal } from '../../core/output/sanitize.ts';
import { oneLine } from '../../core/output/table-cell.ts';
import { timeAgo } from '../../core/output/time-ago.ts';
import { wrap } from '../../core/output/width.ts';
import { sourceName } from './source-name.ts';
import { countChecks, reviewersOf } from './view-data.ts';
import { unresolved, type ViewParts } from './view-parts.ts';

interface Sheet extends Paint {
  readonly width: number;
  readonly now: number;
}

/** Lines of the first comment of a thread, and of a description, that are shown at most. */
const FEW = 4;
const LABEL = 11;

/**
 * A pull request for a person at a terminal; nothing that others wrote can control it.
 * @param withComments every thread in full, in place of the beginnings of unresolved ones
 */
export async function viewText(
  parts: ViewParts,
  withComments: boolean,
  { width, colour, now }: Screen,
): Promise<string> {
  const sheet = { ...(await paintFor(colour)), width, now };
  const { pr } = parts;
  const lines = [
    ...head(pr, sheet),
    '',
    ...described(pr, sheet),
    ...labelled('Reviewers', reviewers(pr, sheet), sheet),
    ...labelled('Checks', checks(parts, sheet), sheet),
    ...labelled('Tasks', tasks(parts, sheet), sheet),
    ...labelled('Merge', blocked(parts, sheet), sheet),
    ...threadLines(parts, withComments, sheet),
    '',
    sheet.faint(oneLine(pr.url)),
  ];
  return lines.join('\n');
}

function head(pr: PullRequest, sheet: Sheet): string[] {
  const { strong, faint, width } = sheet;
  const title = wrap(`#${pr.id} ${oneLine(pr.title)}`, width).map(strong);
  const ways = `${oneLine(sourceName(pr))} → ${oneLine(pr.destination.branch)}`;
  const times = `opened ${ago(pr.createdOn, sheet)}, updated ${ago(pr.updatedOn, sheet)}`;
  const by = wrap(`${oneLine(pr.author.name)}, ${times}`, width).map(faint);
  const state = pr.draft && pr.state === 'OPEN' ? 'DRAFT' : pr.state;
  const [first = '', ...rest] = wrap(`${state}  ${ways}`, width);
  return [...title, stateColour(pr, sheet)(state) + first.slice(state.length), ...rest, ...by];
}

function stateColour({ state, draft }: PullRequest, { good, bad, past, busy }: Sheet) {
  if (state === 'OPEN') return draft ? busy : good;
  return state === 'MERGED' ? past : bad;
}

const ago = (time: string, { now }: Sheet) => oneLine(timeAgo(time, now));

function described({ description }: PullRequest, { width }: Sheet): string[] {
  const lines = paragraphs(description, width);
  return lines.length > 0 ? [...lines, ''] : [];
}

/** Markdown as it was written, line by line, wrapped to the width. */
function paragraphs(text: string, width: number): string[] {
  const clean = sanitizeForTerminal(text).replace(/\t/g, '  ').trim();
  return clean === '' ? [] : clean.split('\n').flatMap((line) => wrap(line.trimEnd(), width));
}

/** A label with lines beside it; nothing where there are none. */
function labelled(label: string, lines: readonly string[], { strong }: Sheet): string[] {
  return lines.map(
    (line, at) => (at === 0 ? strong(label.padEnd(LABEL)) : ' '.repeat(LABEL)) + line,
  );
}

/** Wrapped beside the labels. */
const beside = (text: string, { width }: Sheet, indent = 0) =>
  wrap(text, Math.max(20, width - LABEL - indent));

function reviewers(pr: PullRequest, sheet: Sheet): string[] {
  const { good, bad, faint } = sheet;
  const signs = { approved: good('✓'), changes_requested: bad('✗') };
  const words = { approved: 'approved', changes_requested: 'wants changes' };
  const all = reviewersOf(pr);
  if (all.length === 0) return [faint('nobody')];
  return all.map(({ name, verdict }) => {
    const said = verdict ? ` ${faint(words[verdict])}` : '';
    return `${verdict ? signs[verdict] : faint('·')} ${oneLine(name)}${said}`;
  });
}

const unread = (part: BbxError, sheet: Sheet) =>
  beside(`not shown: ${oneLine(part.message)}`, sheet).map(sheet.bad);

function checks({ checks: all }: ViewParts, sheet: Sheet): string[] {
  if (all instanceof BbxError) return unread(all, sheet);
  if (all.length === 0) return [];
  const counts = countChecks(all);
  const kinds = [
    [counts.failed, '✗', 'failed', sheet.bad],
    [counts.in_progress, '•', 'running', sheet.busy],
    [counts.stopped, '–', 'stopped', sheet.faint],
    [counts.successful, '✓', 'passed', sheet.good],
  ] as const;
  const summary = kinds.flatMap(([count, sign, word, paint]) =>
    count === undefined ? [] : [paint(`${sign} ${count} ${word}`)],
  );
  const failing = all
    .filter(({ state }) => state === 'failed')
    .flatMap(({ name, description, url }) => [
      ...beside([name, description].map(oneLine).filter(Boolean).join(': '), sheet),
      sheet.faint(oneLine(url)),
    ]);
  return [summary.join('  '), ...failing];
}

function tasks({ tasks: all }: ViewParts, sheet: Sheet): string[] {
  if (all instanceof BbxError) return unread(all, sheet);
  return all.flatMap(({ text }) =>
    beside(oneLine(text), sheet, 4).map((line, at) => (at === 0 ? `[ ] ${line}` : `    ${line}`)),
  );
}

const blocked = ({ blockers }: ViewParts, sheet: Sheet) =>
  blockers.length === 0
    ? []
    : beside(`blocked: ${blockers.map(oneLine).join('; ')}`, sheet).map(sheet.busy);

function threadLines({ threads, pr }: ViewParts, withComments: boolean, sheet: Sheet): string[] {
  if (threads instanceof BbxError)
    return ['', ...labelled('Threads', unread(threads, sheet), sheet)];
  if (withComments) return threads.flatMap((thread) => wholeThread(thread, sheet));
  const open = unresolved(threads);
  const others = pr.comments - open.reduce((sum, { comments }) => sum + comments.length, 0);
  const more = others > 0 ? [`${count(others, 'other comment')}: --comments shows all`] : [];
  const all = open.flatMap((thread) => threadStart(thread, sheet));
  return [
    ...(open.length > 0 ? ['', sheet.strong(count(open.length, 'unresolved thread')), ...all] : []),
    ...(more.length > 0 ? ['', ...more.map(sheet.faint)] : []),
  ];
}

function threadStart(thread: Thread, sheet: Sheet): string[] {
  const [first, ...replies] = thread.comments;
  if (first === undefined) return [];
  const answers = replies.length > 0 ? `, ${count(replies.length, 'reply', 'replies')}` : '';
  const lines = paragraphs(first.text, sheet.width - 4);
  const cut = lines.length > FEW ? [...lines.slice(0, FEW), '…'] : lines;
  return [
    ...placeLine(thread, sheet),
    said(first, sheet) + answers,
    ...cut.map((line) => `    ${line}`),
  ];
}

function wholeThread(thread: Thread, sheet: Sheet): string[] {
  const comments = thread.comments.flatMap((comment) => [
    said(comment, sheet),
    ...paragraphs(comment.text, sheet.width - 4).map((line) => `    ${line}`),
  ]);
  return ['', ...placeLine(thread, sheet), ...comments];
}

function placeLine({ place, outdated, resolvedBy }: Thread, sheet: Sheet): string[] {
  if (place === undefined) return [];
  const at = place.line === undefined ? place.path : `${place.path}:${place.line}`;
  const notes = [
    ...(place.side === 'old' ? ['removed line'] : []),
    ...(outdated ? ['outdated'] : []),
    ...(resolvedBy ? [`resolved by ${resolvedBy.name}`] : []),
  ].map(oneLine);
  const text = oneLine(at) + (notes.length > 0 ? ` (${notes.join(', ')})` : '');
  return wrap(text, sheet.width).map((line) => (resolvedBy ? sheet.faint : sheet.strong)(line));
}

const said = ({ author, createdOn, pending }: Comment, sheet: Sheet) =>
  `  ${oneLine(author.name)}, ${ago(createdOn, sheet)}${pending ? ', not published' : ''}`;

const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;
