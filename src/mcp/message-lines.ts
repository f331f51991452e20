import { Transform } from 'node:stream';

/** The one version whose clients may send several messages as an array (JSON-RPC batching). */
const BATCHING_VERSION = '2025-03-26';
const LINE_BREAK = 10;

/** What JSON-RPC 2.0 calls these errors; both are answered with the id null. */
const UNPARSABLE = {
  code: -32700,
  message: 'Parse error: a line of input has to be one JSON message',
};
const NO_MESSAGE = { code: -32600, message: 'Invalid request: a message is a JSON object' };
const NO_BATCH = {
  code: -32600,
  message: `Invalid request: arrays of messages belong to protocol version ${BATCHING_VERSION}`,
};

export interface MessageLinesOptions {
  /** Bytes of the longest line. */
  readonly longest: number;
  /** Writes answers, each a line, to what cannot reach the server because it is no message. */
  readonly answer: (lines: string) => Promise<void>;
}

/**
 * Makes of the bytes of stdin whole lines with one message each: takes batches apart (whose answers
 * come one by one), and has refused what is no message, which the SDK would drop in silence.
 * @returns a stream that gives every line as one chunk, and that fails at a line that is too long
 */
export function messageLines({ longest, answer }: MessageLinesOptions): Transform {
  let begun: Buffer[] = [];
  let length = 0;
  const reader = new LineReader();
  const add = (bytes: Buffer) => {
    begun.push(bytes);
    length += bytes.length;
    if (length > longest) throw new Error(`a message is longer than ${longest} bytes`);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        let from = 0;
        for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, from)) {
          add(chunk.subarray(from, end));
          for (const line of reader.messagesIn(Buffer.concat(begun))) this.push(`${line}\n`);
          begun = [];
          length = 0;
          from = end + 1;
        }
        add(chunk.subarray(from));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      // Once for a chunk, so that a client that sends and does not read is waited for.
      const refusals = reader.takeRefusals();
      if (refusals === '') done();
      else answer(refusals).then(() => done(), done);
    },
  });
}

/** Knows, once the session is opened, whether batches are part of it. */
class LineReader {
  private batches = false;
  private refusals = '';

  takeRefusals(): string {
    const taken = this.refusals;
    this.refusals = '';
    return taken;
  }

  messagesIn(bytes: Buffer): readonly string[] {
    const line = bytes.toString('utf8');
    if (line.trim() === '') return [];
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.refused(UNPARSABLE);
    }
    if (Array.isArray(message)) return this.membersOf(message);
    if (!isObject(message)) return this.refused(NO_MESSAGE);
    if (message.method === 'initialize') this.batches = asksForBatches(message.params);
    return [line];
  }

  private membersOf(batch: readonly unknown[]): readonly string[] {
    if (!this.batches) return this.refused(NO_BATCH);
    if (batch.length === 0) return this.refused(NO_MESSAGE);
    return batch.flatMap((member) =>
      isObject(member) ? [JSON.stringify(member)] : this.refused(NO_MESSAGE),
    );
  }

  private refused(error: { readonly code: number; readonly message: string }): readonly string[] {
    this.refusals += `${JSON.stringify({ jsonrpc: '2.0', id: null, error })}\n`;
    return [];
  }
}

const asksForBatches = (params: unknown) =>
  isObject(params) && params.protocolVersion === BATCHING_VERSION;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
