import type { Context, Progress } from '../core/context.ts';
import type { Terminal } from '../core/output/terminal.ts';
import type { Arguments } from './command-line.ts';

/** Where progress and notes go; a screen puts its own in place, since stderr is under it. */
export interface Outlet {
  progress: (progress: Progress) => void;
  note: (text: string) => void;
  /** Takes the line of progress away, before a screen opens. */
  readonly end: () => void;
}

/** A screen in place of an operation's answer. */
export interface ScreenOption {
  /** The input fields that may be given: any other one means that no screen is wanted. */
  readonly fields: readonly string[];
  readonly open: (
    input: Readonly<Record<string, unknown>>,
    context: Context,
    outlet: Outlet,
  ) => Promise<void>;
}

/** Flags besides the fields with which a screen still makes sense. */
const WELCOME = new Set(['profile', 'timeout', 'debug']);

/** Whether the screen is what the person wants: on a terminal on both sides, and nothing else asked. */
export function wantsScreen(
  { fields }: ScreenOption,
  input: Readonly<Record<string, unknown>>,
  { values }: Arguments,
  terminal: Terminal,
): boolean {
  if (!terminal.person || !terminal.asks || !terminal.watched) return false;
  const known = new Set([...fields, ...Object.keys(input), ...WELCOME]);
  return (
    Object.keys(input).every((name) => fields.includes(name)) &&
    Object.keys(values).every((name) => known.has(name) || values[name] === undefined)
  );
}
