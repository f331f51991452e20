/** What `bbx mcp` is told by its arguments, so that no client can drop it. */
export interface ServerFlags {
  readonly readOnly: boolean;
  readonly profile: string | undefined;
  readonly tools: string | undefined;
}

/**
 * The flags of a server. Those that it has already stay where nothing else is asked for: who writes
 * the paths anew must not lift a limit with that, unnoticed.
 * @param there the flags that the server has
 */
export function serverFlags(there: readonly string[], asked: ServerFlags): string[] {
  const flags = withValue(withValue([...there], 'profile', asked.profile), 'tools', asked.tools);
  const limited = !asked.readOnly || flags.includes('--read-only');
  return limited ? flags : [...flags, '--read-only'];
}

function withValue(flags: string[], name: string, value: string | undefined): string[] {
  if (value === undefined) return flags;
  const at = flags.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return [...flags, `--${name}`, value];
  const parts = flags[at] === `--${name}` ? 2 : 1;
  return [...flags.slice(0, at), `--${name}`, value, ...flags.slice(at + parts)];
}
