import { stripVTControlCharacters } from 'node:util';

/** Takes git's stderr as it comes and tells what was said from what was only drawn. */
export class WordCollector {
  readonly words: string[] = [];
  private rest = '';
  private readonly clean: (line: string) => string;
  private readonly onLine: ((line: string) => void) | undefined;

  /**
   * @param mask hides secrets in a line
   * @param onLine gets each line, and a progress line each time it is redrawn
   */
  constructor(mask: (line: string) => string, onLine?: (line: string) => void) {
    this.clean = (line) => mask(printable(line));
    this.onLine = onLine;
  }

  add(text: string): void {
    const lines = (this.rest + text).split(/\r\n|[\r\n]/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line);
  }

  end(): void {
    this.take(this.rest);
    this.rest = '';
  }

  private take(raw: string): void {
    const line = this.clean(raw);
    if (line === '') return;
    this.onLine?.(line);
    if (!DRAWN.test(line)) this.words.push(line);
    if (this.words.length > KEPT) this.words.shift();
  }
}

/** Lines that git writes while all is well. */
const DRAWN =
  /^(remote: )?([A-Z][a-z]+ing [a-z]+: |Total \d+ |Cloning into |Submodule path |Submodule '.*registered for path )/;

const KEPT = 100;

/** A server speaks through git to the person's terminal, so nothing but text is let through. */
const printable = (line: string) =>
  stripVTControlCharacters(line)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .trimEnd();

/** The last few lines of what git said, short enough for an error. */
export function lastWords(words: readonly string[]): string {
  const lines = words.filter((line) => line.replace(/^remote:/, '').trim() !== '').slice(-5);
  const text = lines.join('\n');
  return text.length > LONGEST ? `…${text.slice(-LONGEST)}` : text;
}

const LONGEST = 350;
