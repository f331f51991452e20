import { Select } from '@inkjs/ui';
import { Box, render, Text, useInput } from 'ink';
import { BbxError } from '../core/errors.ts';

/** Something to choose; the label is shown as it stands, so it must be safe for a terminal. */
export interface Choice {
  readonly label: string;
  readonly value: string;
}

/**
 * Has a person choose among several, on stderr, so that stdout stays the answer's.
 * @returns the value of the choice
 * @throws BbxError CANCELLED on ^C
 */
export async function choose(question: string, choices: readonly Choice[]): Promise<string> {
  let chosen: string | undefined;
  const end = (value: string | undefined) => {
    chosen = value;
    screen.unmount();
  };
  process.stdin.setRawMode(true);
  const screen = render(<Choices question={question} choices={choices} end={end} />, {
    stdout: process.stderr,
    exitOnCtrlC: false,
  });
  await screen.waitUntilExit();
  if (chosen !== undefined) return chosen;
  throw new BbxError('CANCELLED', 'Cancelled: nothing was changed.');
}

interface ChoicesProps {
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly end: (value: string | undefined) => void;
}

function Choices({ question, choices, end }: ChoicesProps) {
  useInput((input, key) => {
    if (key.ctrl && (input === 'c' || input === 'd')) end(undefined);
  });
  return (
    <Box flexDirection="column">
      <Text>{question} (arrows, Enter)</Text>
      <Select options={[...choices]} onChange={end} visibleOptionCount={10} />
    </Box>
  );
}
