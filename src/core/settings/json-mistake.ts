/**
 * Finds where a text stops being JSON. The messages of JSON.parse do not always say it (Node 20),
 * and quote the text, which people may have pasted a token into.
 * @returns line and column, counted from 1; undefined when it is JSON
 */
export function jsonMistake(text: string): { line: number; column: number } | undefined {
  const at = new Scan(text).mistake();
  if (at === undefined) return undefined;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Thrown inside alone, so that the first mistake ends the scan. */
class Mistake {}

class Scan {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  mistake(): number | undefined {
    try {
      this.value();
      this.skip(SPACE);
      return this.at === this.text.length ? undefined : this.at;
    } catch (error) {
      if (error instanceof Mistake) return this.at;
      throw error;
    }
  }

  private value(): void {
    if (this.next('{')) this.list('}', () => this.member());
    else if (this.next('[')) this.list(']', () => this.value());
    else if (!this.skip(STRING) && !this.skip(PLAIN)) throw new Mistake();
  }

  private list(end: string, item: () => void): void {
    if (this.next(end)) return;
    do item();
    while (this.next(','));
    if (!this.next(end)) throw new Mistake();
  }

  private member(): void {
    this.skip(SPACE);
    if (!this.skip(STRING) || !this.next(':')) throw new Mistake();
    this.value();
    this.skip(SPACE);
  }

  private next(sign: string): boolean {
    this.skip(SPACE);
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.text)?.[0].length;
    this.at += length ?? 0;
    return length !== undefined;
  }
}
