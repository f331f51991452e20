import type { Entry, Scope, Start } from './client.ts';

/** The form that most clients have. */
export const standard = ({ command, args }: Start): Entry => ({ command, args });

/** With the transport named, as Claude Code and VS Code write it themselves. */
export const typed = ({ command, args }: Start): Entry => ({ type: 'stdio', command, args });

/** Copilot CLI wants the allowed tools in a person's file; .mcp.json it shares with Claude Code. */
export const copilot = (start: Start, _name: string, scope: Scope): Entry =>
  scope === 'project' ? typed(start) : { type: 'local', ...standard(start), tools: ['*'] };

/** The form of Cline. */
export const switched = (start: Start): Entry => ({ ...standard(start), disabled: false });

/** The form of opencode and Kilo Code: program and arguments in one list. */
export const listed = ({ command, args }: Start): Entry => ({
  type: 'local',
  command: [command, ...args],
  enabled: true,
});

/** The form of Zed. */
export const custom = (start: Start): Entry => ({ source: 'custom', ...standard(start), env: {} });

/** The form of goose, which calls servers extensions. */
export const extension = ({ command, args }: Start, name: string): Entry => ({
  name,
  description: 'Bitbucket',
  type: 'stdio',
  cmd: command,
  args,
  envs: {},
  enabled: true,
  timeout: 300,
});
