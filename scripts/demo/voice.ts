import { styleText } from 'node:util';

const COLOURFUL = process.stdout.isTTY === true && !process.env.NO_COLOR;
const WIDTH = Math.min(process.stdout.columns ?? 80, 100);

/** Lines at the beginning and at the end of a long answer that are shown. */
const [HEAD, TAIL] = [4, 7];

let parts = 0;

/** The number of the part that was announced last. */
export const part = (): number => parts;

/** Announces the next part. */
export function title(text: string): void {
  parts += 1;
  say(`\n${paint('green', `${parts}. ${text}`)}`);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Colours for a person at a terminal, and for nobody else. */
export const paint = (style: 'bold' | 'dim' | 'green' | 'red', text: string): string =>
  COLOURFUL ? styleText(style, text) : text;

/** Both ends of a long answer, no line wider than the screen, and what the whole costs a model. */
export function excerpt(text: string, tokens: number): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line));
  const hidden = lines.length - HEAD - TAIL;
  if (hidden > 1) lines.splice(HEAD, hidden, paint('dim', `… ${hidden} lines …`));
  return [...lines, paint('dim', `(${tokens} tokens)`)].join('\n');
}
