import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../bitbucket/json-object.ts';
import type { Client, Scope } from './client.ts';
import { STARTING_KEYS } from './servers-in.ts';

/** Forms and switches, which tell nothing that would be missed. */
const OF_NO_WORTH = ['type', 'disabled', 'enabled', ...STARTING_KEYS];

/** The keys of a server that hold what bbx has not written: variables, a time limit, a list of tools. */
export function addedKeys(client: Client, scope: Scope, name: string, server: unknown): string[] {
  if (!isJsonObject(server)) return [];
  const ours = client.entry({ command: 'bbx', args: ['mcp'] }, name, scope);
  return Object.keys(server).filter(
    (key) =>
      !OF_NO_WORTH.includes(key) && !isDeepStrictEqual(server[key], ours[key]) && says(server[key]),
  );
}

const says = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
