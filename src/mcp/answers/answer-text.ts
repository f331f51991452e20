import type { Answer, DataAnswer } from '../../core/answer.ts';
import { BbxError } from '../../core/errors.ts';
import type { Effect, Operation } from '../../core/operation.ts';
import { frugal } from '../../core/output/frugal.ts';
import { formatJson } from '../../core/output/json.ts';
import { pageNote } from '../../core/output/page-note.ts';
import { prune } from '../../core/output/prune.ts';
import { sanitizeForModel } from '../../core/output/sanitize.ts';
import { smallest } from '../../core/output/smallest.ts';
import { toon } from '../../core/output/toon.ts';
import type { ToolArguments } from '../read-arguments.ts';
import { holdsProse } from './by-others.ts';
import { bytesText } from './bytes-text.ts';
import { endedEarly } from './ended-early.ts';
import { filtered } from './filtered.ts';
import { jsonRows } from './json-rows.ts';
import { LONGEST_ANSWER } from './part-of.ts';
import type { Reader } from './reader.ts';
import { rowsOf } from './rows-of.ts';
import { onOrigin, shownAnswer, type Wanted } from './shown-answer.ts';
import type { StoredText } from './stored-text.ts';
import type { TextWithRemarks } from './text-with-remarks.ts';
import { wayOn } from './way-on.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** Data that is written down, and whether others wrote prose in it. */
interface DataText extends TextWithRemarks {
  readonly byOthers: boolean;
}

/** Bytes of a file of JSON that a filter reads. */
const LARGEST_JSON = 16 * 1024 * 1024;

/**
 * Writes an answer for a model: filtered, short, and cut where it is too long. What is cut is kept,
 * and the remarks say how to read on.
 */
export async function answerText(
  answer: Answer,
  asked: ToolArguments,
  { effect }: Pick<Operation, 'effect'>,
  reader: Reader,
): Promise<TextWithRemarks> {
  const stored = reader.answers.begin();
  let isKept = false;
  try {
    const whole = await wholeAnswer(answer, asked, effect, stored);
    // The limit of a list is one of its values, not of the lines that they are written in.
    const lines = answer.kind === 'bytes' ? asked.lines : undefined;
    const wanted = { ...asked, lines };
    if (stored.failure && picks(wanted)) throw stored.failure;
    const shown = await shownAnswer(whole, wanted, reader.signal).catch((error: unknown) => {
      isKept = error instanceof BbxError && picksLines(wanted);
      throw isKept ? withHandle(error, whole, reader) : error;
    });
    const { text, remarks, isWhole, isDone, next } = shown;
    const said = [...whole.remarks, ...onOrigin(whole)];
    if (isWhole || stored.failure) return { text, remarks: [...remarks, ...said] };
    const number = reader.answers.keep(whole, reader.anew);
    isKept = true;
    const way = wayOn({ whole, number, next, isDone, tool: reader.tool });
    return { text, remarks: [[...remarks, way].join(' '), ...said] };
  } finally {
    if (!isKept) stored.close();
  }
}

/** Whether not the beginning is wanted, but what may stand anywhere. */
const picks = ({ offset, grep, file }: Wanted) => offset !== 0 || picksLines({ grep, file });

const picksLines = ({ grep, file }: Pick<Wanted, 'grep' | 'file'>) =>
  grep !== undefined || file !== undefined;

/** What was sent is not sent again because a path or an expression did not fit it. */
function withHandle(error: unknown, whole: WholeAnswer, { answers, anew, tool }: Reader): unknown {
  if (!(error instanceof BbxError)) return error;
  const way = `${tool} path "answer:${answers.keep(whole, anew)}" has it all.`;
  const hint = [error.hint, way].filter(Boolean).join(' ');
  return new BbxError(error.code, error.message, { hint, cause: error });
}

async function wholeAnswer(
  answer: Answer,
  asked: ToolArguments,
  effect: Effect,
  text: StoredText,
): Promise<WholeAnswer> {
  if (answer.kind === 'data') return storedData(await dataText(answer, asked, effect), text);
  if (answer.kind === 'bytes') {
    const file = await bytesText(answer, text);
    if (asked.jq === undefined) return file;
    const data = parsed(file.text);
    if (data instanceof BbxError) {
      if (effect === 'read') throw data;
      // What is told of a write as an error is done once more.
      return { ...file, remarks: [`Done, but jq failed: ${data.message}`, ...file.remarks] };
    }
    const picked = await pickedText(asked.jq, data, asked, effect);
    return storedData(picked, text.emptied());
  }
  // There is nothing in it that a filter could pick.
  const asData = asked.outputFormat === 'json';
  text.append(asData ? formatJson(answer.data, { pretty: false }) : answer.message);
  text.end();
  return { text, remarks: [], byOthers: false };
}

/** Data that is too long for one answer gets a line for each row, so that none is cut in two. */
function storedData({ text, remarks, byOthers }: DataText, stored: StoredText): WholeAnswer {
  const safe = sanitizeForModel(text);
  const isLong = safe.length > LONGEST_ANSWER / 2;
  const inRows = isLong ? jsonRows(safe) : safe;
  stored.append(inRows);
  stored.end();
  const said = [...remarks, ...endedEarly(stored)];
  return { text: stored, remarks: said, byOthers, rows: rowsOf(inRows) };
}

async function dataText(
  { data, page, brief }: DataAnswer,
  asked: ToolArguments,
  effect: Effect,
): Promise<DataText> {
  const short = asked.full ? undefined : brief;
  const note = page && pageNote(page, 'model');
  const partial = note === undefined ? [] : [note];
  const { remarks, ...text } =
    asked.jq === undefined
      ? await shortText(short?.data ?? data, asked, effect, short?.omitted)
      : await pickedText(asked.jq, data, asked, effect);
  return { ...text, remarks: [...remarks, ...partial] };
}

async function pickedText(
  jq: string,
  data: unknown,
  asked: ToolArguments,
  effect: Effect,
): Promise<DataText> {
  const { data: picked, remarks, failed } = await filtered(jq, data, effect);
  if (!failed) {
    return { text: await formatted(picked, asked), remarks, byOthers: holdsProse(picked) };
  }
  const short = await shortText(picked, asked, effect);
  return { ...short, remarks: [...remarks, ...short.remarks] };
}

/** Without links, avatars and rendered copies, and arranged to cost little. */
async function shortText(
  data: unknown,
  asked: ToolArguments,
  effect: Effect,
  before: readonly string[] = [],
): Promise<DataText> {
  if (asked.full) {
    return { text: await formatted(data, asked), remarks: [], byOthers: holdsProse(data) };
  }
  const omitted = new Set<string>(before);
  const pruned = prune(data, omitted);
  const byOthers = holdsProse(pruned);
  // Who asks for JSON wants Bitbucket's own structure, only shorter.
  const short = asked.outputFormat === 'json' ? undefined : await frugal(data);
  if (short && (asked.outputFormat ?? short.format) === short.format) {
    return { text: short.text, remarks: leftOut([...before, ...short.omitted], effect), byOthers };
  }
  return { text: await formatted(pruned, asked), remarks: leftOut([...omitted], effect), byOthers };
}

function leftOut(omitted: readonly string[], effect: Effect): string[] {
  if (omitted.length === 0) return [];
  const way = effect === 'read' ? 'full: true gives all, jq or fields pick' : 'jq picks from all';
  return [`Left out: ${omitted.join(', ')}; ${way}.`];
}

/** The format that was asked for, else the one that costs less. */
async function formatted(data: unknown, { outputFormat }: ToolArguments): Promise<string> {
  if (outputFormat === 'json') return formatJson(data, { pretty: false });
  return outputFormat === 'toon' ? await toon(data) : (await smallest(data)).text;
}

/** Its data, or why it has none. */
function parsed(text: StoredText): unknown {
  if (text.failure) return text.failure;
  if (text.bytes > LARGEST_JSON) {
    return new BbxError('FILTER_INVALID', 'This file is too large for jq.', {
      hint: 'Leave jq away; grep finds lines in it.',
    });
  }
  try {
    return JSON.parse(text.read(0, text.length));
  } catch (cause) {
    return new BbxError('FILTER_INVALID', 'jq reads JSON, and this answer is text.', {
      hint: 'Leave jq away.',
      cause,
    });
  }
}
