import type { ToolArguments } from '../read-arguments.ts';
import { BY_OTHERS } from './by-others.ts';
import { chosenFiles } from './chosen-files.ts';
import { grep } from './grep.ts';
import { type Part, partOf } from './part-of.ts';
import type { ReadableText } from './readable-text.ts';
import type { Rows } from './rows-of.ts';
import { textOfRanges } from './text-of-ranges.ts';
import type { TextWithRemarks } from './text-with-remarks.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** Which part of an answer is wanted. */
export type Wanted = Pick<ToolArguments, 'offset' | 'grep' | 'file' | 'lines'>;

/** A part of an answer as a model reads it. */
export interface Shown extends TextWithRemarks {
  /** Nothing is left out. */
  readonly isWhole: boolean;
  /** All of what was picked is there. */
  readonly isDone: boolean;
  /** Where what is shown ends, if something follows. */
  readonly next?: number | undefined;
}

/** What is to be read of an answer: all of it, or some files of a diff. */
interface View {
  readonly text: ReadableText;
  readonly rows?: Rows | undefined;
  readonly files?: readonly { readonly start: number; readonly name: string }[] | undefined;
  /** Files that are not in it. */
  readonly others: number;
}

/**
 * Shows of an answer what is wanted and what one answer can hold.
 * @throws BbxError where it has not what is asked for
 */
export async function shownAnswer(
  whole: WholeAnswer,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<Shown> {
  const view = viewOf(whole, wanted);
  const shown =
    wanted.grep === undefined ? part(view, wanted) : await lines(view, wanted.grep, wanted, signal);
  const remarks = [...onFiles(whole, wanted, view, shown.isWhole), ...shown.remarks];
  return { ...shown, isWhole: shown.isWhole && view.others === 0, remarks };
}

/** What is said of whose words they are, where there are any. */
export const onOrigin = ({ byOthers }: WholeAnswer): readonly string[] =>
  byOthers ? [BY_OTHERS] : [];

function viewOf(whole: WholeAnswer, { file }: Wanted): View {
  const { text, rows, files } = whole;
  if (file === undefined) return { text, rows, files, others: 0 };
  const chosen = chosenFiles(whole, file);
  let start = 0;
  const within = chosen.map((one) => {
    const place = start;
    start += one.end - one.start;
    return { start: place, name: one.name };
  });
  const several = chosen.length > 1 ? within : undefined;
  const others = (files?.length ?? 0) - chosen.length;
  return { text: textOfRanges(text, chosen), files: several, others };
}

/** Which files are shown, where not all are. */
function onFiles(
  { files = [] }: WholeAnswer,
  { file }: Wanted,
  { others }: View,
  isWhole: boolean,
): string[] {
  if (file === undefined || (others === 0 && isWhole)) return [];
  const chosen = files.length - others;
  const places = isWhole ? '' : `, offsets within ${chosen > 1 ? 'these' : 'it'}`;
  return [`${chosen} of ${files.length} files${places}.`];
}

function part({ text, rows }: View, { offset, lines: most }: Wanted): Shown {
  const found = partOf(text, offset, { lines: most, rows });
  const isWhole = found.start === 0 && found.end === text.length;
  if (isWhole) return { text: found.text, remarks: [], isWhole, isDone: true };
  const place = `${onRows(rows, found)}characters ${found.start} to ${found.end} of ${text.length}`;
  return {
    text: found.text,
    remarks: [`Cut: ${place}.`],
    isWhole,
    isDone: false,
    ...(found.end < text.length && { next: found.end }),
  };
}

/** Which rows are in a part. */
function onRows(rows: Rows | undefined, { start, end }: Part): string {
  if (rows === undefined) return '';
  const { starts, header } = rows;
  const first = starts.findIndex((place) => place >= start);
  const ends = [...starts.slice(1), rows.end];
  const last = ends.findLastIndex((place) => place <= end);
  if (first < 0 || last < first) return '';
  const columns = start > 0 && header !== '' ? ` under ${header}` : '';
  return `rows ${first + 1} to ${last + 1} of ${starts.length}${columns}, `;
}

/** Rows stand for themselves; other lines are read with their neighbours. */
const CONTEXT = 2;

async function lines(
  { text, rows, files }: View,
  pattern: string,
  { offset, lines: most }: Wanted,
  signal: AbortSignal | undefined,
): Promise<Shown> {
  const context = rows ? 0 : CONTEXT;
  const starts = rows && areLines(rows) ? rows.starts : undefined;
  const found = await grep(text, pattern, { offset, most, context, files, rows: starts, signal });
  const { shown, total, next, cut } = found;
  const word = starts ? 'rows' : 'lines';
  return {
    text: found.text || `No ${word.slice(0, -1)} fits.`,
    remarks: [
      ...(total > 0 ? [`${shown} of ${total} ${word} that fit.`] : []),
      ...(cut ? ['Of lines beyond 16 Mi characters only the beginning is searched.'] : []),
      ...(rows?.header && shown > 0 ? [`Columns: ${rows.header}`] : []),
    ],
    isWhole: found.isWhole,
    isDone: shown === total,
    next,
  };
}

/** Each row on a line, as in a table and in JSON. */
const areLines = ({ header }: Rows) => header === '' || header.endsWith('}:');
