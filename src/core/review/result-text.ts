import type { Screen } from '../answer.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { truncate, wrap } from '../output/width.ts';
import type { ItemRow } from './item-row.ts';
import type { Performed } from './perform-review.ts';

interface Result extends Performed {
  readonly rows: readonly ItemRow[];
  /** What became of the comment on the whole pull request. */
  readonly body: string | undefined;
}

/**
 * What became of a review, for a person: a line for each comment, then what it comes to.
 * @returns lines that are safe for a terminal, without a line break at the end
 */
export async function resultText(
  { prepared, sent, rows, body }: Result,
  { width, colour }: Pick<Screen, 'width' | 'colour'>,
): Promise<string> {
  const paint = paintFrom(await paintFor(colour));
  const { pull, name } = prepared;
  const all = rows.map((row) => ({ status: row.status, where: placeOf(row), row }));
  if (body) {
    const id = sent?.results.find(({ key }) => key === 'body')?.id ?? prepared.body?.known?.id;
    all.push({ status: asStatus(body), where: 'comment on all of it', row: { ...NO_ROW, id } });
  }
  const column = Math.max(0, ...all.map(({ status }) => status.length));
  const lines = all.flatMap(({ status, where, row: { id, why, nearest = [] } }) => {
    const number = id === undefined ? '' : `  #${id}`;
    const line = `${paint(status)}${' '.repeat(column - status.length)}  ${truncate(where, width - column - number.length - 2)}${number}`;
    const reason = why === undefined ? [] : wrap(oneLine(why + near(nearest)), width - column - 2);
    return [line, ...reason.map((part) => ' '.repeat(column + 2) + part)];
  });
  const verdict = sent ? VERDICTS[`${prepared.verdict ?? 'none'} ${sent.verdict}`] : undefined;
  const words = [verdict ?? (sent ? '' : 'Nothing was sent.'), sanitizeForTerminal(pull.url)];
  const about = `${name.workspace}/${name.repo} #${name.id}`;
  return [...lines, `${about}: ${words.filter(Boolean).join(' ')}`].join('\n');
}

const paintFrom =
  ({ good, bad, faint }: Paint) =>
  (status: ItemRow['status']) => {
    if (status === 'posted') return good(status);
    return BAD.has(status) ? bad(status) : faint(status);
  };

const BAD: ReadonlySet<string> = new Set(['failed', 'unknown', 'not placed']);

const near = (nearest: readonly string[]) =>
  nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`;

const NO_ROW: ItemRow = { item: 0, path: '', status: 'posted' };

const asStatus = (text: string): ItemRow['status'] =>
  STATUSES.find((status) => status === text) ?? 'not tried';

const STATUSES = ['posted', 'already there', 'failed', 'unknown'] as const;

function placeOf({ path, line, start_line, side }: ItemRow): string {
  const lines = [start_line, line].filter((number) => number !== undefined).join('-');
  return `${oneLine(path)}${lines && `:${lines}`}${side ? ' (old)' : ''}`;
}

const oneLine = (text: string) => sanitizeForTerminal(text).replace(/\s+/g, ' ');

const VERDICTS: Readonly<Record<string, string>> = {
  'approve sent': 'approved.',
  'approve already': 'you had approved it already.',
  'approve held back': 'the approval is held back.',
  'approve failed': 'the approval failed.',
  'request-changes sent': 'changes requested.',
  'request-changes already': 'you had requested changes already.',
  'request-changes held back': 'the request for changes is held back.',
  'request-changes failed': 'the request for changes failed.',
  'none sent': 'your verdict is taken back.',
  'none already': 'there was no verdict of yours to take back.',
  'none held back': 'your verdict is not taken back.',
  'none failed': 'taking back your verdict failed.',
};
