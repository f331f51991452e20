import type { Answer, BytesAnswer, DataAnswer } from '../../core/answer.ts';
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
import { bytesText } from './bytes-text.ts';
import { filtered } from './filtered.ts';
import { partOf } from './part-of.ts';
import type { TextWithRemarks } from './text-with-remarks.ts';

/**
 * Writes an answer for a model: filtered, short, and cut where it is too long.
 * @param confirms it shows what waits for its digest
 */
export async function answerText(
  answer: Answer,
  asked: ToolArguments,
  operation: Pick<Operation, 'effect' | 'positional'>,
  confirms = false,
): Promise<TextWithRemarks> {
  const whole = await wholeText(answer, asked, operation.effect);
  const { text, start, end } = partOf(whole.text, asked.offset);
  const length = whole.text.length;
  if (start === 0 && end === length) return { text, remarks: whole.remarks };
  const cut = `Cut: characters ${start} to ${end} of ${length}.`;
  const way = confirms
    ? `Call again with offset: ${end}, without digest, for what follows.`
    : wayOn(answer, end, asked, operation);
  const rest = end < length ? ` ${way}` : '';
  return { text, remarks: [...whole.remarks, cut + rest] };
}

function wayOn(
  answer: Answer,
  end: number,
  { dryRun }: ToolArguments,
  { effect, positional }: Pick<Operation, 'effect' | 'positional'>,
): string {
  if (effect !== 'read') {
    // What answered stands at the same path.
    if (positional?.[0] === 'path') return 'bb_get reads what follows.';
    return dryRun
      ? 'What follows is not shown: preview less at a time.'
      : 'What follows is not shown; the work itself is not cut.';
  }
  const other =
    answer.kind === 'bytes'
      ? '; a negative offset shows the end'
      : ', or ask for less with jq, fields or pagelen';
  return `Call again with offset: ${end} for what follows${other}.`;
}

async function wholeText(
  answer: Answer,
  asked: ToolArguments,
  effect: Effect,
): Promise<TextWithRemarks> {
  if (answer.kind === 'data') return await dataText(answer, asked, effect);
  if (answer.kind === 'bytes') return await fileText(answer, asked, effect);
  // There is nothing in it that a filter could pick.
  const asData = asked.outputFormat === 'json';
  return {
    text: asData ? formatJson(answer.data, { pretty: false }) : answer.message,
    remarks: [],
  };
}

async function fileText(
  answer: BytesAnswer,
  asked: ToolArguments,
  effect: Effect,
): Promise<TextWithRemarks> {
  const file = await bytesText(answer);
  if (asked.jq === undefined) return file;
  return await pickedText(asked.jq, parsed(file.text), asked, effect);
}

async function dataText(
  { data, page, brief }: DataAnswer,
  asked: ToolArguments,
  effect: Effect,
): Promise<TextWithRemarks> {
  const short = asked.full ? undefined : brief;
  const note = page && pageNote(page, 'model');
  const partial = note === undefined ? [] : [note];
  const { text, remarks } =
    asked.jq === undefined
      ? await shortText(short?.data ?? data, asked, effect, short?.omitted)
      : await pickedText(asked.jq, data, asked, effect);
  return { text: sanitizeForModel(text), remarks: [...remarks, ...partial] };
}

async function pickedText(jq: string, data: unknown, asked: ToolArguments, effect: Effect) {
  const { data: picked, remarks, failed } = await filtered(jq, data, effect);
  if (!failed) return { text: await formatted(picked, asked), remarks };
  const short = await shortText(picked, asked, effect);
  return { text: short.text, remarks: [...remarks, ...short.remarks] };
}

/** Without links, avatars and rendered copies, and arranged to cost little. */
async function shortText(
  data: unknown,
  asked: ToolArguments,
  effect: Effect,
  before: readonly string[] = [],
): Promise<TextWithRemarks> {
  if (asked.full) return { text: await formatted(data, asked), remarks: [] };
  // Who asks for JSON wants Bitbucket's own structure, only shorter.
  const short = asked.outputFormat === 'json' ? undefined : await frugal(data);
  if (short && (asked.outputFormat ?? short.format) === short.format) {
    return { text: short.text, remarks: leftOut([...before, ...short.omitted], effect) };
  }
  const omitted = new Set<string>(before);
  const text = await formatted(prune(data, omitted), asked);
  return { text, remarks: leftOut([...omitted], effect) };
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BbxError('FILTER_INVALID', 'jq reads JSON, and this answer is text.', {
      hint: 'Leave jq away.',
      cause,
    });
  }
}
