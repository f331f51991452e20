import { readConfig } from '../core/config.ts';
import { currentFolder } from '../core/current-folder.ts';
import type { Asked } from '../core/mcp-clients/install-clients.ts';
import type { ServerFlags } from '../core/mcp-clients/server-flags.ts';
import { startCommand } from '../core/mcp-clients/start-command.ts';
import type { Arguments } from './command-line.ts';
import { MCP_FLAGS } from './mcp-flags.ts';

type Values = Arguments['values'];

/**
 * What the commands on MCP clients are asked, on this machine.
 * @throws BbxError USAGE when the environment is unusable
 */
export function askedOf(values: Values): Asked {
  const config = readConfig();
  const { home, environment } = config;
  const place = { platform: process.platform, home, environment };
  return {
    clients: [values.client ?? []].flat().filter((word) => typeof word === 'string'),
    scope: values.project === true ? 'project' : 'user',
    name: typeof values.name === 'string' ? values.name : 'bitbucket',
    nameGiven: typeof values.name === 'string',
    dryRun: values['dry-run'] === true,
    place,
    cwd: currentFolder(),
    config,
    command: startCommand(place),
  };
}

/** The flags that the server shall have, of those of `bbx mcp`. */
export const serverFlagsOf = (values: Values): ServerFlags =>
  Object.entries(MCP_FLAGS).flatMap(([name, { type, multiple }]) => {
    const given = values[name];
    if (type === 'boolean') return given === true ? [{ name }] : [];
    const texts = [given ?? []].flat().filter((value) => typeof value === 'string');
    return texts.map((value) => ({ name, value: value.trim(), repeats: multiple === true }));
  });
