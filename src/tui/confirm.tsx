import { render, Text, useInput } from 'ink';
import { readConfig } from '../core/config.ts';
import { BbxError } from '../core/errors.ts';
import { type Choice, choiceOf } from './confirm-keys.ts';
import { confirmPlainly } from './confirm-plainly.ts';

/**
 * Asks a question on stderr, so that stdout stays the answer's; Enter, Esc and ^D mean No.
 * @returns true when the person says yes
 * @throws BbxError CANCELLED on ^C
 */
export async function confirm(question: string): Promise<boolean> {
  if (readConfig().environment.TERM === 'dumb') return await confirmPlainly(question);
  let choice: Choice = 'no';
  const choose = (made: Choice) => {
    choice = made;
    screen.unmount();
  };
  const screen = render(<Question text={question} choose={choose} />, {
    stdout: process.stderr,
    exitOnCtrlC: false,
  });
  await screen.waitUntilExit();
  return answerTo(choice);
}

function answerTo(choice: Choice): boolean {
  if (choice === 'cancelled') throw new BbxError('CANCELLED', 'Cancelled: nothing was changed.');
  return choice === 'yes';
}

function Question({ text, choose }: { text: string; choose: (made: Choice) => void }) {
  // In raw mode ^C is a key like others, and no signal comes.
  useInput((input, key) => {
    const made = key.escape ? 'no' : choiceOf(keysOf(input, key));
    if (made) choose(made);
  });
  return (
    // One text: in a box beside the question y/N would stand behind its first line.
    <Text>
      {text} <Text dimColor>y/N</Text>
    </Text>
  );
}

type Key = Parameters<Parameters<typeof useInput>[0]>[1];

/** Ink names these keys and takes them out of the input; here they are what the terminal sent. */
function keysOf(input: string, key: Key): string {
  if (key.return) return '\r';
  if (!key.ctrl) return input;
  return input === 'c' ? '\u0003' : input === 'd' ? '\u0004' : '';
}
