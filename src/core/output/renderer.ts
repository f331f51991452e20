import type { Answer, BytesAnswer, DataAnswer, Head, Screen } from '../answer.ts';
import { collect } from '../client/body.ts';
import { counted } from '../client/counted.ts';
import type { Progress } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { TableOptions } from './table.ts';
import type { Terminal } from './terminal.ts';
import { writeError, writeOut } from './terminal.ts';

/** How an answer is written. */
export type Format = 'table' | 'json' | 'toon' | 'raw';

export interface RenderOptions {
  readonly terminal: Terminal;
  /** By who reads, when absent: a table for a person, JSON for a program. */
  readonly format?: Format | undefined;
  /** A JMESPath expression, applied before the format. */
  readonly filter?: string | undefined;
  /** What was asked for is done: a filter that does not fit cannot make it fail any more. */
  readonly done?: boolean | undefined;
  /** Whether the head of the answer is shown first. */
  readonly include?: boolean | undefined;
  /** A file to write to. */
  readonly save?: string | undefined;
  readonly now: number;
  /** Told how far a download has come. */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/**
 * Writes an answer, the only way to stdout.
 * @throws BbxError FILTER_INVALID, or FILE when it cannot be saved
 */
export async function render(given: Answer, options: RenderOptions): Promise<void> {
  const { answer, filter } = await fitting(given, options);
  const content = chunks(answer, { ...options, filter });
  if (options.save === undefined) {
    for await (const chunk of content) await writeOut(chunk);
  } else {
    const { saveFile } = await import('./save-file.ts');
    const written = await saveFile(options.save, content);
    writeError(`Saved ${written} bytes to ${options.save}\n`);
  }
  await notePage(answer);
}

async function fitting(answer: Answer, { filter, done }: RenderOptions) {
  if (filter === undefined || !done) return { answer, filter };
  const { fittingFilter } = await import('./fitting-filter.ts');
  return await fittingFilter(answer, filter, filtered);
}

async function* chunks(answer: Answer, options: RenderOptions): AsyncIterable<string | Uint8Array> {
  if (options.include && answer.head) yield await headText(answer.head, options.terminal);
  if (answer.kind === 'bytes' && options.filter === undefined) yield* bytes(answer, options);
  else yield await text(answer, options);
}

async function headText({ status, statusText, headers }: Head, { person }: Terminal) {
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`);
  const text = `HTTP ${status} ${statusText}\n${lines.join('')}\n`;
  if (!person) return text;
  const { sanitizeForTerminal } = await import('./sanitize.ts');
  return sanitizeForTerminal(text);
}

/** To a program or a file byte for byte; a terminal gets text that cannot command it. */
async function* bytes(answer: BytesAnswer, options: RenderOptions) {
  const { body, contentType, size, text } = answer;
  const { terminal, format, save, progress, now } = options;
  if (save !== undefined && progress) return yield* counted(body, 'Saving', size, progress);
  if (!terminal.person || save !== undefined) return yield* body;
  if (text !== undefined && format !== 'raw') {
    const { width, colour } = terminal;
    yield withLineEnd(await text({ width, colour, now }));
    return;
  }
  const { sanitizeForTerminal } = await import('./sanitize.ts');
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    if (chunk.includes(0)) throw binary(contentType, size);
    yield sanitizeForTerminal(decoder.decode(chunk, { stream: true }));
  }
}

const binary = (type: string, size: number | undefined) =>
  new BbxError(
    'USAGE',
    `The answer is binary (${type || 'no type'}${size ? `, ${size} bytes` : ''}).`,
    {
      hint: 'Write it to a file with --save FILE, or pipe it to a program.',
    },
  );

async function text(answer: Answer, options: RenderOptions): Promise<string> {
  const person = options.terminal.person && options.save === undefined;
  const format = options.format ?? (person ? 'table' : 'json');
  const written = withLineEnd(await formatted(answer, format, person, options));
  if (!person || format === 'table' || format === 'json') return written;
  const { sanitizeForTerminal } = await import('./sanitize.ts');
  return sanitizeForTerminal(written);
}

async function filtered(answer: Answer, filter: string | undefined): Promise<unknown> {
  const data = answer.kind === 'bytes' ? await jsonIn(answer) : answer.data;
  if (filter === undefined) return data;
  const { applyFilter } = await import('./filter.ts');
  return await applyFilter(filter, data);
}

/** Somebody's JSON file can be filtered; other bytes cannot. */
async function jsonIn({ body, contentType }: BytesAnswer): Promise<unknown> {
  try {
    return JSON.parse((await collect(body)).toString('utf8'));
  } catch (cause) {
    throw new BbxError(
      'FILTER_INVALID',
      `--jq reads JSON, and the answer is ${contentType || 'bytes'}.`,
      {
        hint: 'Leave --jq away, or filter the text with grep.',
        cause,
      },
    );
  }
}

async function formatted(answer: Answer, format: Format, person: boolean, options: RenderOptions) {
  const { filter, terminal, save, now } = options;
  if (answer.kind === 'done' && filter === undefined && (format === 'table' || format === 'raw')) {
    return answer.message;
  }
  if (filter === undefined && answer.kind === 'data') {
    const { lines, received } = answer;
    const unasked = options.format === undefined && !person;
    if (lines && (unasked || format === 'raw')) return lines.join('\n');
    if (format === 'raw' && received) return Buffer.from(received).toString('utf8');
  }
  const data = await filtered(answer, filter);
  if (format === 'raw') return plain(data);
  if (format === 'json') {
    const { formatJson } = await import('./json.ts');
    return formatJson(data, { pretty: person });
  }
  if (format === 'toon') {
    const { toon } = await import('./toon.ts');
    return await toon(data);
  }
  const screen = { width: terminal.width, colour: terminal.colour && save === undefined, now };
  return filter === undefined && answer.kind === 'data'
    ? await textForPerson(answer, screen)
    : await drawn(data, screen);
}

/** What a person reads of an answer: its own text, else a table; lines without a break at the end. */
export async function textForPerson(answer: DataAnswer, screen: Screen): Promise<string> {
  return answer.text
    ? await answer.text(screen)
    : await drawn(answer.data, { ...screen, columns: answer.columns });
}

async function drawn(data: unknown, options: TableOptions): Promise<string> {
  const { table } = await import('./table.ts');
  return await table(data, options);
}

/** For a shell: a text without its quotes, a list of texts one a line. */
function plain(data: unknown): string {
  if (typeof data === 'string') return data;
  if (Array.isArray(data) && data.every((item) => typeof item !== 'object' || item === null)) {
    return data.map(String).join('\n');
  }
  return JSON.stringify(data) ?? 'null';
}

const withLineEnd = (content: string) =>
  content === '' || content.endsWith('\n') ? content : `${content}\n`;

async function notePage(answer: Answer): Promise<void> {
  if (answer.kind !== 'data' || !answer.page?.partial) return;
  const { pageNote } = await import('./page-note.ts');
  writeError(`${pageNote(answer.page)}\n`);
}
