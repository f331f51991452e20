import { ConfirmInput } from '@inkjs/ui';
import { Box, render, Text } from 'ink';

/**
 * Asks a question on stderr, so that stdout stays the answer's; Enter and ^C mean No.
 * @returns true when the person says yes
 */
export async function confirm(question: string): Promise<boolean> {
  let yes = false;
  const screen = render(
    <Box gap={1}>
      <Text>{question}</Text>
      <ConfirmInput
        defaultChoice="cancel"
        onConfirm={() => {
          yes = true;
          screen.unmount();
        }}
        onCancel={() => screen.unmount()}
      />
    </Box>,
    { stdout: process.stderr, exitOnCtrlC: true },
  );
  await screen.waitUntilExit();
  return yes;
}
