import { Transform } from 'node:stream';
import { PROTOCOL_VERSION_META_KEY, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { isJsonObject, type JsonObject } from '../core/bitbucket/json-object.ts';
import { wholeMessage } from './whole-message.ts';

/** The one version whose clients may send several messages as an array (JSON-RPC batching). */
const BATCHING_VERSION = '2025-03-26';
/** The versions in which each request says what it speaks. */
const MODERN_VERSIONS = ['2026-07-28'];
const LINE_BREAK = 10;

/** What JSON-RPC 2.0 call threes these errors; all three are answered with the id null. */
const UNPARSABLE = {
  code: -32700,
  message: 'Parse error: a line of input has to be one JSON message',
};
const NO_MESSAGE = { code: -32600, message: 'Invalid request: a message is a JSON object' };
const NO_BATCH = {
  code: -32600,
  message: `Invalid request: arrays of messages belong to protocol version ${BATCHING_VERSION}`,
};

interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data?: object;
}

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

/** Knows, once the session is opened, what its version allows. */
class LineReader {
  private batches = false;
  /** On a version, for the whole session. */
  private agreed = false;
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
    if (!isJsonObject(message)) return this.refused(NO_MESSAGE);
    return this.passed(message, line);
  }

  /** @param line that the message stood on, which goes on as it is where nothing is wrong in it */
  private passed(given: JsonObject, line?: string): readonly string[] {
    const checked = wholeMessage(given);
    if ('fault' in checked) {
      const { id, ...error } = checked.fault;
      return this.refused(error, id);
    }
    const { message } = checked;
    // Opening is no part of a batch (2025-03-26).
    if (message.method === 'initialize' && line !== undefined) {
      this.batches = asksForBatches(message.params);
      this.agreed = true;
    }
    const unknown = this.agreed ? undefined : unknownVersionIn(message);
    if (unknown !== undefined) return this.refused(unknown, message.id);
    return [message === given && line !== undefined ? line : JSON.stringify(message)];
  }

  private membersOf(batch: readonly unknown[]): readonly string[] {
    if (!this.batches) return this.refused(NO_BATCH);
    if (batch.length === 0) return this.refused(NO_MESSAGE);
    return batch.flatMap((member) =>
      isJsonObject(member) ? this.passed(member) : this.refused(NO_MESSAGE),
    );
  }

  private refused(error: Refusal, id: unknown = null): readonly string[] {
    this.refusals += `${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`;
    return [];
  }
}

const asksForBatches = (params: unknown) =>
  isJsonObject(params) && params.protocolVersion === BATCHING_VERSION;

/** The refusal that 2026-07-28 wants for a request of a version that is not spoken here. */
function unknownVersionIn(message: JsonObject): Refusal | undefined {
  const { id, params } = message;
  const meta = isJsonObject(params) ? params._meta : undefined;
  const requested = isJsonObject(meta) ? meta[PROTOCOL_VERSION_META_KEY] : undefined;
  if (id === undefined || typeof requested !== 'string') return undefined;
  if (MODERN_VERSIONS.includes(requested)) return undefined;
  return {
    code: ProtocolErrorCode.UnsupportedProtocolVersion,
    message: `Unsupported protocol version: ${requested}`,
    data: { supported: MODERN_VERSIONS, requested },
  };
}
