import { type ConfigFile, configFiles } from './config-files.ts';
import { editorFor } from './editor-for.ts';
import { startsBbx } from './our-server.ts';
import type { Place } from './place.ts';
import { type ClientServer, serversIn } from './servers-in.ts';
import { readSource } from './source.ts';

/** bbx in a client's file. */
export interface OurServer extends ConfigFile {
  readonly server: ClientServer;
}

/** What was found, and the files that could not be read. */
export interface OurServers {
  readonly servers: readonly OurServer[];
  readonly unreadable: readonly ConfigFile[];
}

/** Every place where a client starts bbx, for this person and in the project of a folder. */
export async function listServers(place: Place, cwd: string): Promise<OurServers> {
  const files = configFiles(place, cwd);
  const found = await Promise.all(files.map(async (file) => ({ file, servers: await ours(file) })));
  return {
    servers: found.flatMap(({ file, servers = [] }) =>
      servers.map((server) => ({ ...file, server })),
    ),
    unreadable: found.filter(({ servers }) => servers === undefined).map(({ file }) => file),
  };
}

/** Undefined where the file speaks of bbx and is broken. */
async function ours({ client, path }: ConfigFile): Promise<ClientServer[] | undefined> {
  const source = await readSource(path).catch(() => undefined);
  if (source === undefined || !/\bbbx\b/.test(source.text)) return [];
  try {
    const editor = await editorFor(client);
    return serversIn(client, editor.read(source.text)).filter(({ words }) => startsBbx(words));
  } catch {
    return undefined;
  }
}
