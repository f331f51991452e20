import type { Answer } from '../core/answer.ts';
import type { Config } from '../core/config.ts';
import { type Format, render } from '../core/output/renderer.ts';
import { openTerminal } from '../core/output/terminal.ts';
import type { Arguments, Flag } from './command-line.ts';

/** The flag of a hand-written command for the format of its answer. */
export const outputFlag: Flag = {
  type: 'option',
  char: 'o',
  options: ['table', 'json', 'toon', 'raw'],
  description: 'Format: table, json, toon or raw (default: table on a terminal, json on a pipe)',
  helpValue: 'FORMAT',
};

/** Writes the answer of a hand-written command as an operation's is written. */
export async function writeAnswer(
  answer: Answer,
  { output }: Arguments['values'],
  config: Config,
): Promise<void> {
  const format = isFormat(output) ? output : isFormat(config.output) ? config.output : undefined;
  await render(answer, { format, terminal: openTerminal(config), now: Date.now() });
}

const isFormat = (value: unknown): value is Format =>
  value === 'table' || value === 'json' || value === 'toon' || value === 'raw';
