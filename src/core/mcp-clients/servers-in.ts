import { isJsonObject } from '../bitbucket/json-object.ts';
import type { Client } from './client.ts';

/** A server that a client would start. */
export interface ClientServer {
  readonly name: string;
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether it is switched off, so that the client does not start it. */
  readonly off?: boolean;
  /** The folder that it is for, where Claude Code keeps it for one project of this person. */
  readonly project?: string | undefined;
}

/**
 * The servers in what a client's file says.
 * @param data as an editor has read it
 */
export function serversIn({ id, section }: Pick<Client, 'id' | 'section'>, data: unknown) {
  if (!isJsonObject(data)) return [];
  const projects = id === 'claude-code' && isJsonObject(data.projects) ? data.projects : {};
  return [
    ...serversOf(data, section),
    ...Object.entries(projects).flatMap(([project, owner]) =>
      serversOf(owner, section).map((server) => ({ ...server, project })),
    ),
  ];
}

function serversOf(owner: unknown, section: string): ClientServer[] {
  const servers = isJsonObject(owner) ? owner[section] : undefined;
  return isJsonObject(servers)
    ? Object.entries(servers).flatMap(([name, value]) => serverOf(name, value))
    : [];
}

/** Under which any client has the program and its arguments. */
export const STARTING_KEYS = ['command', 'cmd', 'args'];

/** The program and its arguments, as any client writes them. */
export function wordsOf(value: unknown): string[] {
  if (!isJsonObject(value)) return [];
  const program = value.command ?? value.cmd;
  return [program, value.args].flat().filter((word) => typeof word === 'string');
}

function serverOf(name: string, value: unknown): ClientServer[] {
  const words = wordsOf(value);
  if (!isJsonObject(value) || words.length === 0) return [];
  const variables = value.env ?? value.environment ?? value.envs;
  const env = Object.entries(isJsonObject(variables) ? variables : {}).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
  const off = value.disabled === true || value.enabled === false;
  return [{ name, words, env: Object.fromEntries(env), ...(off ? { off } : {}) }];
}
