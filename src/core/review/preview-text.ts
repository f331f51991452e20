import type { Screen } from '../answer.ts';
import type { DiffLine } from '../diff/diff.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { displayWidth, truncate, wrap } from '../output/width.ts';
import { movedTo } from './item-row.ts';
import { holdsApproval } from './leave-out.ts';
import type { Placement } from './placement.ts';
import type { Prepared } from './prepare-review.ts';
import { type ReviewItem, toPost } from './review-items.ts';

/** Lines that are shown above those commented on, and the most that are shown of those. */
const CONTEXT = 2;
const MOST_LINES = 12;

interface Look {
  readonly width: number;
  readonly paint: Paint;
}

/**
 * A review as a person sees it before it is sent: each comment under its lines, as it will read.
 * @returns lines that are safe for a terminal and no wider than it, without a line break at the end
 */
export async function previewText(
  prepared: Prepared,
  { width, colour }: Pick<Screen, 'width' | 'colour'>,
): Promise<string> {
  const look = { width, paint: await paintFor(colour) };
  const { name, pull, items, body } = prepared;
  const title = `${name.workspace}/${name.repo} #${name.id}  ${oneLine(pull.title)}`;
  const head = look.paint.strong(truncate(title, width));
  const parts = [[head], ...items.map((item) => itemLines(item, look))];
  if (body?.known) parts.push([`Comment on all of it: already there, #${body.known.id}`]);
  else if (body)
    parts.push([look.paint.strong('Comment on all of it'), ...quoted(body.text, width)]);
  parts.push([wordsOn(prepared)]);
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}

function itemLines(item: ReviewItem, { width, paint }: Look): string[] {
  const { placement, problem, known, finding } = item;
  const number = `${item.item}. `;
  if (problem) {
    const where = oneLine(finding.path) + (finding.line ? `:${finding.line}` : '');
    const near = problem.nearest.length > 0 ? ` Nearest: ${problem.nearest.join(', ')}.` : '';
    const why = wrapped(`${problem.why}.${near}`, width - number.length);
    return [
      paint.bad(truncate(`${number}${where}: no place`, width)),
      ...why.map((line) => ' '.repeat(number.length) + line),
    ];
  }
  const place = placement?.place ?? known?.place;
  const old = place?.side === 'old' ? ' (old)' : '';
  const lines = [place?.startLine, place?.line].filter((line) => line !== undefined).join('-');
  const head = `${number}${oneLine(place?.path ?? finding.path)}:${lines}${old}`;
  if (known) return [paint.faint(truncate(`${head}: already there, #${known.id}`, width))];
  if (item.sameAs !== undefined)
    return [paint.faint(truncate(`${head}: same as item ${item.sameAs}`, width))];
  const code = placement ? codeLines(placement, { width, paint }) : [];
  const moved = movedTo(item);
  const title = [paint.strong(truncate(head, width)), ...(moved ? [`  ${moved}`] : [])];
  return [...title, ...code, ...quoted(item.text, width)];
}

/** The lines with their numbers, marked, and a little of what stands above. */
function codeLines({ hunk, from, lines, place }: Placement, { width, paint }: Look): string[] {
  const above = hunk.lines.slice(Math.max(0, from - CONTEXT), from);
  const folded = lines.length - MOST_LINES;
  const shown =
    folded > 0
      ? [...lines.slice(0, MOST_LINES / 2), folded, ...lines.slice(-MOST_LINES / 2)]
      : lines;
  const digits = String(place.line).length + 1;
  const marked = shown.map((line) =>
    typeof line === 'number'
      ? `  ${' '.repeat(digits)}   ... ${line} more lines ...`
      : codeLine(line, { digits, width, paint, mark: '>' }),
  );
  return [...above.map((line) => codeLine(line, { digits, width, paint, mark: ' ' })), ...marked];
}

function codeLine(
  line: DiffLine,
  { digits, width, paint, mark }: Look & { digits: number; mark: string },
): string {
  const number = String(line.new ?? line.old ?? '').padStart(digits);
  const sign = { context: ' ', added: '+', removed: '-' }[line.kind];
  const text = sanitizeForTerminal(line.text.replace(/\r$/, '')).replaceAll('\t', '    ');
  const whole = truncate(`${mark} ${number} ${sign} ${text}`.trimEnd(), width);
  return { context: paint.faint, added: paint.good, removed: paint.bad }[line.kind](whole);
}

/** A text in a margin, wrapped: what is posted, word by word. */
const quoted = (text: string, width: number) =>
  wrapped(text, width - 4).map((line) => `  | ${line}`.trimEnd());

function wrapped(text: string, width: number): string[] {
  const safe = sanitizeForTerminal(text).replaceAll('\t', '    ');
  return safe
    .split('\n')
    .flatMap((line) => (displayWidth(line) > width ? wrap(line, width) : [line]));
}

const oneLine = (text: string) => sanitizeForTerminal(text).replace(/[\n\t]+/g, ' ');

/** What comes of it, in a line. */
function wordsOn(prepared: Prepared): string {
  const { items, verdict, before } = prepared;
  const unplaced = items.filter(({ problem }) => problem).length;
  const known = items.filter((item) => item.known ?? item.sameAs).length;
  const parts = [
    `${toPost(items).length} to post`,
    ...(known > 0 ? [`${known} already there`] : []),
    ...(unplaced > 0 ? [`${unplaced} without a place`] : []),
  ];
  const next = holdsApproval(prepared) ? HELD : verdict && THEN[verdict];
  const last = verdict && verdict === before ? ALREADY[verdict] : next;
  return `${items.length > 0 ? `Comments: ${parts.join(', ')}. ` : ''}${last ?? 'No verdict.'}`;
}

const HELD = 'The approval is held back, because comments have no place.';

const THEN = {
  approve: 'Then: approve.',
  'request-changes': 'Then: request changes.',
  none: 'Then: take back your verdict.',
} as const;

const ALREADY = {
  approve: 'You have approved it already.',
  'request-changes': 'You have requested changes already.',
  none: 'There is no verdict of yours to take back.',
} as const;
