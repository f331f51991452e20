import type { Config } from '../core/config.ts';
import { BbxError } from '../core/errors.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';
import { type Terminal, writeError } from '../core/output/terminal.ts';

/** A text that a person writes in their editor when they give none. */
export interface ComposeOption {
  /** The field that it goes to. */
  readonly field: string;
  /** Fields with which no text is wanted, or is given in another way. */
  readonly unless: readonly string[];
  /** The file in the editor: its ending tells the editor the language. */
  readonly fileName: string;
}

type Input = Readonly<Record<string, unknown>>;

/** Shows a composed text again, when it could not be sent: nobody writes it twice. */
export function showComposed({ field }: ComposeOption, input: Input): void {
  writeError(`Your text was not sent:\n\n${sanitizeForTerminal(String(input[field]))}\n\n`);
}

/**
 * Opens the editor of a person at a terminal for the text that is missing from an input.
 * @returns the input with the text; as it was where nobody is to be asked for one
 * @throws BbxError USAGE for a text that was left empty, and FILE as `editText`
 */
export async function composed(
  { field, unless, fileName }: ComposeOption,
  input: Input,
  terminal: Terminal,
  config: Config,
): Promise<Input> {
  const asks = terminal.asks && terminal.person;
  if (!asks || [field, ...unless].some((name) => input[name] !== undefined)) return input;
  const { editorCommand, editText } = await import('../core/editor.ts');
  const command = await editorCommand(config);
  const text = await editText(command, { text: '', fileName }, config.environment);
  if (text.trim() !== '') return { ...input, [field]: text.trimEnd() };
  throw new BbxError('USAGE', 'The text was left empty: nothing was sent.', {
    hint: `Write something, or give it with --${field} TEXT.`,
  });
}
