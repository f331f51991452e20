/** A flag of `bbx mcp`, which no client can drop as it may drop a variable: a switch, or one with a value. */
export interface ServerFlag {
  /** Without its dashes. */
  readonly name: string;
  readonly value?: string;
  /** It may stand there several times, with other values. */
  readonly repeats?: boolean;
}

export type ServerFlags = readonly ServerFlag[];

/** A flag as words of a command line. */
export const wordsOfFlag = ({ name, value }: ServerFlag): string[] =>
  value === undefined ? [`--${name}`] : [`--${name}`, value];

/**
 * The flags of a server. Those that it has already stay where nothing else is asked for: who writes
 * the paths anew must not lift a limit with that, unnoticed.
 * @param there the flags that the server has
 */
export function serverFlags(there: readonly string[], asked: ServerFlags): string[] {
  return asked.reduce((flags, flag) => withFlag(flags, flag), [...there]);
}

function withFlag(flags: string[], flag: ServerFlag): string[] {
  const { name, value, repeats = false } = flag;
  const at = flags.findIndex(
    (word, place) =>
      (word === `--${name}` && (!repeats || flags[place + 1] === value)) ||
      (repeats ? word === `--${name}=${value}` : word.startsWith(`--${name}=`)),
  );
  if (at < 0) return [...flags, ...wordsOfFlag(flag)];
  if (value === undefined || repeats) return flags;
  const parts = flags[at] === `--${name}` ? 2 : 1;
  return [...flags.slice(0, at), ...wordsOfFlag(flag), ...flags.slice(at + parts)];
}
