import { ConfirmInput } from '@inkjs/ui';
import { Box, render, Text, useInput } from 'ink';
import { BbxError } from '../core/errors.ts';

type Choice = 'yes' | 'no' | 'cancelled';

/**
 * Asks a question on stderr, so that stdout stays the answer's; Enter means No.
 * @returns true when the person says yes
 * @throws BbxError CANCELLED on ^C
 */
export async function confirm(question: string): Promise<boolean> {
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
    if (key.ctrl && input === 'c') choose('cancelled');
  });
  return (
    <Box gap={1}>
      <Text>{text}</Text>
      <ConfirmInput
        defaultChoice="cancel"
        onConfirm={() => choose('yes')}
        onCancel={() => choose('no')}
      />
    </Box>
  );
}
