import type { Answer, BytesAnswer, DataAnswer } from '../core/answer.ts';
import { collect } from '../core/client/body.ts';
import { BbxError } from '../core/errors.ts';
import { applyFilter } from '../core/output/filter.ts';
import { frugal } from '../core/output/frugal.ts';
import { formatJson } from '../core/output/json.ts';
import { pageNote } from '../core/output/page-note.ts';
import { prune } from '../core/output/prune.ts';
import { sanitizeForModel } from '../core/output/sanitize.ts';
import { toon } from '../core/output/toon.ts';
import type { ToolArguments } from './read-arguments.ts';

/** Characters that one answer holds at most: about 10,000 tokens, which every client accepts. */
export const LONGEST_ANSWER = 40_000;

/** Bytes of a file or a diff that are read for an agent. */
const LARGEST_TEXT = 16 * 1024 * 1024;

/** The answer, and remarks on it that are no part of it. */
export interface AnswerText {
  readonly text: string;
  readonly remarks: readonly string[];
}

/** Writes an answer for a model: filtered, short, and cut where it is too long. */
export async function answerText(answer: Answer, asked: ToolArguments): Promise<AnswerText> {
  const { text, remarks } = await whole(answer, asked);
  const safe = sanitizeForModel(text);
  if (asked.offset >= safe.length && asked.offset > 0) {
    throw new BbxError(
      'USAGE',
      `The answer has ${safe.length} characters, and offset is ${asked.offset}.`,
      {
        hint: 'Leave offset away to read from the start.',
      },
    );
  }
  const end = cutAt(safe, asked.offset);
  const part = safe.slice(asked.offset, end);
  if (end >= safe.length) return { text: part, remarks };
  const cut = `Cut: characters ${asked.offset} to ${end} of ${safe.length}. Call again with offset: ${end} for what follows.`;
  return { text: part, remarks: [...remarks, cut] };
}

/** Behind the last line that fits, or in the middle of one that does not; never inside a character. */
function cutAt(text: string, offset: number): number {
  const limit = offset + LONGEST_ANSWER;
  if (text.length <= limit) return text.length;
  const line = text.lastIndexOf('\n', limit - 1) + 1;
  if (line > offset + LONGEST_ANSWER / 2) return line;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}

async function whole(answer: Answer, asked: ToolArguments): Promise<AnswerText> {
  if (answer.kind === 'done') return { text: answer.message, remarks: [] };
  if (answer.kind === 'data') return await dataText(answer, asked);
  const { text, remarks } = await textOf(answer);
  if (asked.jq === undefined) return { text, remarks };
  return { text: await formatted(await applyFilter(asked.jq, parsed(text)), asked), remarks };
}

async function dataText({ data, page }: DataAnswer, asked: ToolArguments): Promise<AnswerText> {
  const note = page && pageNote(page, 'model');
  const partial = note === undefined ? [] : [note];
  if (asked.jq !== undefined) {
    return { text: await formatted(await applyFilter(asked.jq, data), asked), remarks: partial };
  }
  if (asked.full) return { text: await formatted(data, asked), remarks: partial };
  const { text: shortest, format, omitted } = await frugal(data);
  const other = asked.outputFormat !== undefined && asked.outputFormat !== format;
  const text = other ? await formatted(prune(data, new Set()), asked) : shortest;
  const left =
    omitted.length > 0
      ? [`Left out: ${omitted.join(', ')}; full: true gives all, jq or fields pick.`]
      : [];
  return { text, remarks: [...partial, ...left] };
}

/** The format that was asked for, else the shorter one. */
async function formatted(data: unknown, { outputFormat }: ToolArguments): Promise<string> {
  const json = formatJson(data, { pretty: false });
  if (outputFormat === 'json') return json;
  const text = await toon(data);
  return outputFormat === 'toon' || text.length < json.length ? text : json;
}

async function textOf(answer: BytesAnswer): Promise<AnswerText> {
  const bytes = await collect(answer.body, LARGEST_TEXT);
  if (bytes.includes(0)) {
    const type = answer.contentType || 'unknown type';
    return {
      text: `Binary (${type}, ${bytes.length} bytes), not shown. bb_clone brings it to disk.`,
      remarks: [],
    };
  }
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      remarks: [],
    };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, remarks: ['Not UTF-8: read as Windows-1252.'] };
  }
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
