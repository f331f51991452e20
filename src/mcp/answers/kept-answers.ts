import { randomInt } from 'node:crypto';
import { BbxError } from '../../core/errors.ts';
import { type Memory, StoredText } from './stored-text.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** How much is kept at once, memory and files together in bytes. */
export interface KeptLimits {
  readonly answers: number;
  readonly memory: number;
  readonly bytes: number;
}

const LIMITS: KeptLimits = {
  answers: 20,
  memory: 8 * 1024 * 1024,
  bytes: 256 * 1024 * 1024,
};

/** Answers that are gone and of which it is still known how to get them anew. */
const REMEMBERED = 200;

/**
 * The long answers of a session, each with a number by which a model reads on in it; numbers of one
 * run hardly ever are those of another, which a model may still remember. The ones that
 * were not read for longest go when there are more than 20, or more than 256 MiB; of what stays,
 * 8 MiB are in memory and the rest in private files.
 */
export class KeptAnswers {
  private readonly limits: KeptLimits;
  private readonly memory: Memory;
  /** In the order in which they were last read. */
  private readonly kept = new Map<number, WholeAnswer>();
  /** How to get an answer anew, by its number. */
  private readonly ways = new Map<number, string>();
  private readonly before: number;
  private last: number;

  /** @param before the number before the first one */
  constructor(limits: Partial<KeptLimits> = {}, before = 1000 * randomInt(1, 1000)) {
    this.before = before;
    this.last = before;
    this.limits = { ...LIMITS, ...limits };
    const makeRoom = (bytes: number) => this.emptyMemory(bytes);
    this.memory = { used: 0, most: this.limits.memory, makeRoom };
  }

  /** An empty text that may become one of a kept answer; who does not keep it closes it. */
  begin(): StoredText {
    return new StoredText(this.memory);
  }

  /**
   * Keeps an answer.
   * @param way how to get it anew once it is gone: a sentence
   * @returns its number
   */
  keep(answer: WholeAnswer, way: string): number {
    this.last += 1;
    this.kept.set(this.last, answer);
    this.ways.set(this.last, way);
    if (this.ways.size > REMEMBERED)
      for (const first of this.ways.keys()) {
        this.ways.delete(first);
        break;
      }
    this.makeRoom();
    return this.last;
  }

  /** @throws BbxError NOT_FOUND for a number that was never given, GONE for one whose answer went */
  find(number: number): WholeAnswer {
    const answer = this.kept.get(number);
    if (answer === undefined) throw this.absent(number);
    this.kept.delete(number);
    this.kept.set(number, answer);
    return answer;
  }

  /** Lets go of all. */
  close(): void {
    for (const { text } of this.kept.values()) text.close();
    this.kept.clear();
  }

  private makeRoom(): void {
    let bytes = 0;
    for (const { text } of this.kept.values()) bytes += text.bytes;
    for (const [number, { text }] of this.kept) {
      if (this.kept.size <= this.limits.answers && bytes <= this.limits.bytes) return;
      if (number === this.last) continue;
      bytes -= text.bytes;
      text.close();
      this.kept.delete(number);
    }
  }

  /** Where no file can be made, the answers that were not read for longest go first. */
  private emptyMemory(bytes: number): void {
    for (const [number, { text }] of this.kept) {
      if (this.memory.used + bytes <= this.memory.most) return;
      if (!text.isInMemory) continue;
      text.close();
      this.kept.delete(number);
    }
  }

  private absent(number: number): BbxError {
    const there = [...this.kept.keys()].sort((one, other) => one - other);
    const known = there.map((one) => `answer:${one}`).join(', ') || 'none';
    if (number > this.last || number <= this.before) {
      const again = 'If it is of an earlier run, make its call again.';
      return new BbxError('NOT_FOUND', `There is no answer:${number}.`, {
        hint: `Answers are kept while this server runs. ${again} There is: ${known}.`,
      });
    }
    return new BbxError('GONE', `answer:${number} is no longer kept.`, {
      hint: `${this.ways.get(number) ?? 'Make its call again.'} Still kept: ${known}.`,
    });
  }
}
