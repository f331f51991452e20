import { BbxError } from '../../core/errors.ts';
import { PrivateFile } from './private-file.ts';
import type { ReadableText } from './readable-text.ts';

/** The memory that all stored texts share, in bytes. */
export interface Memory {
  used: number;
  readonly most: number;
  /** Lets older texts go until so many bytes have room, or none is left that could go. */
  readonly makeRoom?: (bytes: number) => void;
}

interface Block {
  /** The first character. */
  readonly start: number;
  /** The bytes, or where they stand in the file. */
  readonly stored: Buffer | { readonly at: number; readonly length: number };
}

/** Characters that are written and read at once. */
const BLOCK = 64 * 1024;

/** Bytes of a text that stays in memory even when that is full: what one answer shows of it. */
const SMALL = 64 * 1024;

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
  /** Why there is no file. */
  private noFile: BbxError | undefined;
  private last: { readonly block: Block; readonly text: string } | undefined;
  /** In UTF-16 units. */
  length = 0;
  /** In UTF-8. */
  bytes = 0;
  /** Why the text ends before its end: there was no room for more, in memory or in a file. */
  failure: BbxError | undefined;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  get isInMemory(): boolean {
    return this.inMemory > 0;
  }

  /**
   * Adds to the end.
   * @param text without half characters
   * @throws BbxError USAGE beyond 128 MiB
   */
  append(text: string): void {
    if (this.failure) return;
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
    this.failure = undefined;
    return this;
  }

  /** Lets go of memory and file; from then on nothing can be read. */
  close(): void {
    this.emptied();
    this.isClosed = true;
  }

  private store(text: string): void {
    if (this.failure) return;
    const bytes = Buffer.from(text);
    if (this.bytes + bytes.length > LONGEST_TEXT) throw tooLong();
    const stored = this.stored(bytes);
    if (stored === undefined) return;
    this.blocks.push({ start: this.length, stored });
    this.length += text.length;
    this.bytes += bytes.length;
  }

  /** Undefined where there is no room. */
  private stored(bytes: Buffer): Block['stored'] | undefined {
    const { memory } = this;
    const isFull = memory.used + bytes.length > memory.most;
    const isSmall = this.bytes + bytes.length <= SMALL;
    if (!this.file && isFull && !isSmall) this.spill();
    try {
      if (this.file) return { at: this.file.append(bytes), length: bytes.length };
    } catch (error) {
      return this.failed(error);
    }
    if (isFull && !isSmall) memory.makeRoom?.(bytes.length);
    // What one answer shows is there in any case.
    const isFirst = this.blocks.length === 0;
    if (!isSmall && !isFirst && memory.used + bytes.length > memory.most) {
      return this.failed(this.noFile);
    }
    this.inMemory += bytes.length;
    memory.used += bytes.length;
    return bytes;
  }

  /** What can be shown is shown: behind a write an error would be taken for one of the write. */
  private failed(error: unknown): undefined {
    if (!(error instanceof BbxError)) throw error;
    this.failure = error;
  }

  /**
   * Moves what is in memory into a file, where the rest will go too. Where none can be made, all
   * stays where it is.
   */
  private spill(): void {
    let file: PrivateFile | undefined;
    try {
      file = new PrivateFile();
      const moved = this.blocks.map(({ start, stored }) => ({
        start,
        stored: Buffer.isBuffer(stored)
          ? { at: file?.append(stored) ?? 0, length: stored.length }
          : stored,
      }));
      this.release();
      this.blocks.splice(0, this.blocks.length, ...moved);
      this.last = undefined;
      this.file = file;
    } catch (error) {
      file?.close();
      if (!(error instanceof BbxError)) throw error;
      this.noFile = error;
    }
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
