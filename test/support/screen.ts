/** A terminal in memory that knows what the review screen writes, and nothing else. */
export class Screen {
  readonly #columns: number;
  readonly #rows: number;
  #cells: string[][];
  #row = 0;
  #column = 0;
  #top = 0;
  #bottom: number;
  #style = new Map<string, string>();

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#bottom = rows - 1;
    this.#cells = Array.from({ length: rows }, () => this.#blank());
  }

  /** What each cell shows, with its style before it. */
  cells(): readonly (readonly string[])[] {
    return this.#cells;
  }

  /** @throws Error for anything that it does not know */
  write(bytes: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one
    for (const [part, body, final] of bytes.matchAll(/\u001b\[([?\d;]*)([A-Za-z])|[^\u001b]/gu)) {
      if (final === undefined) this.#put(part);
      else this.#control(body ?? '', final);
    }
  }

  #styledText(text: string): string {
    const style = [...this.#style.values()].sort().join(',');
    return style === '' ? text : `${style} ${text}`;
  }

  /** A blank shows its background; one that is written also what is inverse, one that is erased not. */
  #erased(written: boolean): string {
    const seen = [...this.#style].filter(([name]) => name === '4' || (written && name === '7'));
    const style = seen
      .map(([, part]) => part)
      .sort()
      .join(',');
    return style === '' ? ' ' : `${style}  `;
  }

  #blank = () => Array.from({ length: this.#columns }, () => ' ');

  #put(text: string): void {
    const wide = /[\u2e80-\u9fff]/.test(text);
    const row = this.#cells[this.#row];
    if (row === undefined || this.#column + (wide ? 2 : 1) > this.#columns) {
      throw new Error(`wrote beyond the screen: ${text}`);
    }
    row[this.#column] = text === ' ' ? this.#erased(true) : this.#styledText(text);
    if (wide) row[this.#column + 1] = '';
    this.#column += wide ? 2 : 1;
  }

  #control(body: string, final: string): void {
    const numbers = body.split(';').map(Number);
    const [first = 0, second = 0] = numbers;
    if (final === 'm') this.#styled(body);
    else if (final === 'H')
      [this.#row, this.#column] = [Math.max(1, first) - 1, Math.max(1, second) - 1];
    else if (final === 'K') this.#cells[this.#row]?.fill(this.#erased(false), this.#column);
    else if (final === 'J') this.#cells = this.#cells.map(() => this.#blank());
    else if (final === 'r')
      [this.#top, this.#bottom] = body === '' ? [0, this.#rows - 1] : [first - 1, second - 1];
    else if (final === 'S') this.#scroll(first);
    else if (final === 'T') this.#scroll(-first);
    else if (!body.startsWith('?')) throw new Error(`unknown sequence: ${body}${final}`);
  }

  #scroll(by: number): void {
    const region = this.#cells.slice(this.#top, this.#bottom + 1);
    const moved = region.map((_, at) => region[at + by] ?? this.#blank());
    this.#cells.splice(this.#top, moved.length, ...moved);
    this.#row = this.#column = 0;
  }

  #styled(body: string): void {
    const parts = body.match(/[34]8;5;\d+|\d+/g) ?? ['0'];
    for (const part of parts) {
      if (part === '0') this.#style.clear();
      else if (part === '39' || part === '49') this.#style.delete(part[0] ?? '');
      else if (/^[34]/.test(part)) this.#style.set(part[0] ?? '', part);
      else if (part === '22') for (const one of ['1', '2']) this.#style.delete(one);
      else if (part === '27') this.#style.delete('7');
      else this.#style.set(part, part);
    }
  }
}
