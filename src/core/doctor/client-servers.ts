import { isJsonObject } from '../bitbucket/json-object.ts';
import type { ClientFile } from './client-files.ts';
import { plainJson } from './plain-json.ts';
import { tomlTables } from './toml-tables.ts';

/** A server that a client would start. */
export interface ClientServer {
  readonly name: string;
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The servers in the text of a client's file.
 * @throws SyntaxError when it is no JSON
 */
export function clientServers({ path, key, client }: ClientFile, text: string): ClientServer[] {
  const data: unknown = path.endsWith('.toml') ? tomlTables(text) : JSON.parse(plainJson(text));
  if (!isJsonObject(data)) return [];
  const projects = client === 'Claude Code' && isJsonObject(data.projects) ? data.projects : {};
  return [data, ...Object.values(projects)].flatMap((owner) => {
    const servers = isJsonObject(owner) ? owner[key] : undefined;
    return isJsonObject(servers) ? Object.entries(servers).flatMap(serverIn) : [];
  });
}

function serverIn([name, value]: [string, unknown]): ClientServer[] {
  if (!isJsonObject(value)) return [];
  const words = [value.command, value.args].flat().filter((word) => typeof word === 'string');
  const variables = isJsonObject(value.env) ? value.env : value.environment;
  const env = Object.entries(isJsonObject(variables) ? variables : {}).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
  return words.length > 0 ? [{ name, words, env: Object.fromEntries(env) }] : [];
}
