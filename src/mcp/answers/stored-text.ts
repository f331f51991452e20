import { BbxError } from '../../core/errors.ts';
import { PrivateFile } from './private-file.ts';
import type { ReadableText } from './readable-text.ts';

/** The memory that all stored texts share, in bytes. */
export interface Memory {
  used: number;
  readonly most: number;
}

interface Block {
  /** The first character. */
  readonly start: number;
  /** The bytes, or where they stand in the file. */
  readonly stored: Buffer | { readonly at: number; readonly length: number };
}

/** Characters that are written and read at once. */
const BLOCK = 64 * 1024;

/** Bytes of the longest text that is stored. */
export const LONGEST_TEXT = 128 * 1024 * 1024;

/**
 * A text that is stored as it comes, in memory as long as there is room and else in a private file,
 * and of which any piece can be read afterwards. It takes the memory of a block, however long it is.
 */
export class StoredText implements ReadableText {
  private readonly memory: Memory;
  private readonly blocks: Block[] = [];
  private pending = '';
  private file: PrivateFile | undefined;
  private inMemory = 0;
  private isClosed = false;
  private last: { readonly block: Block; readonly text: string } | undefined;
  /** In UTF-16 units. */
  length = 0;
  /** In UTF-8. */
  bytes = 0;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /**
   * Adds to the end.
   * @param text without half characters
   * @throws BbxError USAGE beyond 128 MiB, FILE where no file can be written
   */
  append(text: string): void {
    this.pending += text;
    let done = 0;
    while (this.pending.length - done >= 2 * BLOCK) {
      const end = whole(this.pending, done + BLOCK);
      this.store(this.pending.slice(done, end));
      done = end;
    }
    if (done > 0) this.pending = this.pending.slice(done);
  }

  /** Has to be called behind the last piece, before any is read. */
  end(): void {
    if (this.pending !== '') this.store(this.pending);
    this.pending = '';
  }

  read(from: number, to: number): string {
    if (this.isClosed) throw new BbxError('GONE', 'The answer went while it was read.');
    const [start, end] = [Math.max(0, from), Math.min(to, this.length)];
    let text = '';
    for (let at = this.blockAt(start); at < this.blocks.length; at += 1) {
      const block = this.blocks[at];
      if (block === undefined || block.start >= end) break;
      text += this.decoded(block).slice(Math.max(0, start - block.start), end - block.start);
    }
    return text;
  }

  /** The same without a character. */
  emptied(): this {
    this.release();
    this.file?.close();
    this.file = undefined;
    this.blocks.length = 0;
    this.last = undefined;
    this.pending = '';
    this.length = 0;
    this.bytes = 0;
    return this;
  }

  /** Lets go of memory and file; from then on nothing can be read. */
  close(): void {
    this.emptied();
    this.isClosed = true;
  }

  private store(text: string): void {
    const bytes = Buffer.from(text);
    if (this.bytes + bytes.length > LONGEST_TEXT) throw tooLong();
    if (!this.file && this.memory.used + bytes.length > this.memory.most) this.spill();
    this.blocks.push({ start: this.length, stored: this.stored(bytes) });
    this.length += text.length;
    this.bytes += bytes.length;
  }

  private stored(bytes: Buffer): Block['stored'] {
    if (this.file) return { at: this.file.append(bytes), length: bytes.length };
    this.inMemory += bytes.length;
    this.memory.used += bytes.length;
    return bytes;
  }

  /** Moves what is in memory into a file, where the rest will go too. */
  private spill(): void {
    const blocks = this.blocks.splice(0);
    this.release();
    this.file = new PrivateFile();
    for (const { start, stored } of blocks)
      this.blocks.push({ start, stored: Buffer.isBuffer(stored) ? this.stored(stored) : stored });
  }

  private release(): void {
    this.memory.used -= this.inMemory;
    this.inMemory = 0;
  }

  /** The index of the block that a place is in. */
  private blockAt(place: number): number {
    let [low, high] = [0, this.blocks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.blocks[middle]?.start ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  private decoded(block: Block): string {
    if (this.last?.block === block) return this.last.text;
    const { stored } = block;
    const bytes = Buffer.isBuffer(stored) ? stored : this.file?.read(stored.at, stored.length);
    const text = bytes?.toString('utf8') ?? '';
    this.last = { block, text };
    return text;
  }
}

/** A place that is not within a character. */
const whole = (text: string, at: number) => (isLowHalf(text.charCodeAt(at)) ? at - 1 : at);

const isLowHalf = (code: number) => code >= 0xdc00 && code <= 0xdfff;

const tooLong = () =>
  new BbxError('USAGE', `The text is longer than ${LONGEST_TEXT / 1024 / 1024} MiB.`, {
    hint: 'Ask for a part of it (a diff takes path), or bring it to disk with bb_clone.',
  });
