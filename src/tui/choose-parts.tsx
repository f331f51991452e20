import { Box, render, Text, useApp, useInput } from 'ink';
import { useEffect, useState } from 'react';
import { BbxError } from '../core/errors.ts';
import type { Part } from '../core/operation.ts';
import { sanitizeForTerminal } from '../core/output/sanitize.ts';
import { distinctWidth, shortenMiddle } from '../core/output/shorten-middle.ts';
import { displayWidth, truncate } from '../core/output/width.ts';
import { type PartList, partList, pressed, ticked } from './part-list.ts';

/**
 * Shows parts of work as a list of ticked lines on stderr, for somebody to untick some. Only the lines
 * on the screen are drawn, so that thousands are as quick as ten.
 * @returns the keys of what is still ticked; undefined after Esc
 * @throws BbxError CANCELLED on ^C
 */
export async function chooseParts(parts: readonly Part[]): Promise<readonly string[] | undefined> {
  let list = partList(parts);
  const least = distinctWidth(
    parts.map(({ key }) => safe(key)),
    SHORTEST,
  );
  process.stdin.setRawMode(true);
  const screen = render(
    <Parts
      take={(keys) => {
        list = pressed(list, keys, lines());
      }}
      list={() => list}
      least={least}
    />,
    { stdout: process.stderr, exitOnCtrlC: false },
  );
  await screen.waitUntilExit();
  if (list.end === 'cancelled') {
    throw new BbxError('CANCELLED', 'Cancelled: nothing was changed.');
  }
  return list.end === 'done' ? ticked(list) : undefined;
}

/** Lines of the window: the screen, but for the head, the help, and a line for the shell. */
const lines = () => Math.max(3, (process.stderr.rows || 24) - 5);
const width = () => Math.max(20, process.stderr.columns || 80);

interface PartsProps {
  readonly take: (keys: string) => void;
  readonly list: () => PartList;
  /** Columns that names need so that no two look alike. */
  readonly least: number;
}

function Parts({ take, list, least }: PartsProps) {
  const [, redraw] = useState(0);
  useInput((input, key) => {
    take(keysOf(input, key));
    redraw((count) => count + 1);
  });
  const { exit } = useApp();
  const ended = list().end !== undefined;
  useEffect(() => {
    if (ended) exit();
  }, [ended, exit]);
  // What follows shows what was chosen, so the list leaves nothing behind.
  return ended ? null : <Lines list={list()} least={least} />;
}

type Key = Parameters<Parameters<typeof useInput>[0]>[1];

/** Ink names some keys and takes them out of the input; here they are what the terminal sent. */
function keysOf(input: string, key: Key): string {
  if (key.upArrow) return '[A';
  if (key.downArrow) return '[B';
  if (key.pageUp) return '[5~';
  if (key.pageDown) return '[6~';
  if (key.return) return '\r';
  if (key.escape) return '\u001b';
  if (key.backspace || key.delete) return '\u007f';
  return key.ctrl && input === 'c' ? '\u0003' : key.ctrl ? '' : input;
}

function Lines({ list, least }: { list: PartList; least: number }) {
  const { parts, shown, at, out, filter, typing } = list;
  const height = lines();
  const top = Math.max(0, Math.min(at - Math.floor(height / 2), shown.length - height));
  const left = parts.length - out.size;
  const matching =
    filter === '' && !typing ? '' : `  /${filter}${typing ? '_' : ''} (${shown.length})`;
  return (
    <Box flexDirection="column">
      <Text bold>{cut(`${left} of ${parts.length} ticked${matching}`)}</Text>
      {shown.slice(top, top + height).map((place, line) => (
        <PartLine
          key={place}
          part={parts[place]}
          on={!out.has(parts[place]?.key ?? '')}
          here={top + line === at}
          least={least}
        />
      ))}
      <Text dimColor>
        {cut('space unticks, a all or none, / filters, Enter goes on, Esc stops')}
      </Text>
    </Box>
  );
}

interface PartLineProps {
  readonly part: Part | undefined;
  readonly on: boolean;
  readonly here: boolean;
  readonly least: number;
}

function PartLine({ part, on, here, least }: PartLineProps) {
  const mark = `${here ? '>' : ' '} [${on ? 'x' : ' '}] `;
  return (
    <Text inverse={here} dimColor={!on}>
      {cut(mark + (part ? labelOf(part, width() - 1 - mark.length, least) : ''))}
    </Text>
  );
}

/** A name is shortened to no less. */
const SHORTEST = 20;

/** Where a label begins with a name that leaves too little room, the name is shortened in its middle. */
function labelOf({ key, label }: Part, room: number, least: number): string {
  if (!label.startsWith(key)) return label;
  const rest = safe(label.slice(key.length));
  return shortenMiddle(safe(key), Math.max(least, room - displayWidth(rest))) + rest;
}

/** Other people's text on one line. */
const safe = (text: string) => sanitizeForTerminal(text).replace(/\s/g, ' ');

/** A line of the terminal, with other people's text made safe; one column stays free. */
const cut = (text: string) => truncate(safe(text), width() - 1);
