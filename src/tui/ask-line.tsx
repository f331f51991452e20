import { Box, render, Text, useInput } from 'ink';
import { useState } from 'react';
import { BbxError } from '../core/errors.ts';
import { type Line, typed } from './line-keys.ts';

/** What was typed or pasted beyond one answer belongs to the next question. */
let ahead = '';

/**
 * Asks for a line on stderr, so that stdout stays the answer's. The terminal shows of it what
 * `shown` makes of it and nothing else.
 * @throws BbxError CANCELLED on ^C and ^D
 */
export async function askLine(question: string, shown: (text: string) => string): Promise<string> {
  let line = typed({ text: '' }, ahead);
  ahead = '';
  // Before the question is on the screen: what is typed at once must not be echoed either.
  process.stdin.setRawMode(true);
  const screen = render(
    <Question
      text={question}
      shown={() => shown(line.text)}
      take={(keys) => {
        line = taken(line, keys);
        if (isOver(line)) screen.unmount();
      }}
    />,
    { stdout: process.stderr, exitOnCtrlC: false },
  );
  if (isOver(line)) screen.unmount();
  await screen.waitUntilExit();
  if (line.cancelled) throw new BbxError('CANCELLED', 'Cancelled: nothing was stored.');
  ahead = line.rest ?? '';
  return line.text;
}

const isOver = (line: Line) => line.rest !== undefined || line.cancelled === true;

/** What comes in the same breath as the end of the line is for the next question, too. */
const taken = (line: Line, keys: string): Line =>
  line.rest === undefined ? typed(line, keys) : { ...line, rest: line.rest + keys };

interface QuestionProps {
  readonly text: string;
  readonly shown: () => string;
  readonly take: (keys: string) => void;
}

function Question({ text, shown, take }: QuestionProps) {
  const [, redraw] = useState(0);
  useInput((input, key) => {
    if (key.return) take('\r');
    else if (key.backspace || key.delete) take('\u007f');
    else if (key.ctrl) take(CONTROLS[input] ?? '');
    else take(input.replace(MARKS, ''));
    redraw((count) => count + 1);
  });
  return (
    <Box>
      <Text>
        {text} {shown()}
      </Text>
    </Box>
  );
}

/** The marks around a paste, and keys that Ink does not know: it takes their escape character away. */
const MARKS = /^\[20[01]~|^\[\d[\d;]*[~A-Za-z]$/;

/** ^C and ^D end, ^U begins anew, ^J is a line end, ^H takes a character away. */
const CONTROLS: Readonly<Record<string, string>> = {
  c: '\u0003',
  d: '\u0004',
  u: '\u0015',
  j: '\r',
  h: '\u007f',
};
