import { BbxError } from '../errors.ts';
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

/** A file that could not be looked into, and why. */
export interface Unreadable extends ConfigFile {
  readonly why: string;
}

/** What was found, and the files that could not be read. */
export interface OurServers {
  readonly servers: readonly OurServer[];
  readonly unreadable: readonly Unreadable[];
}

/** Every place where a client starts bbx, for this person and in the project of a folder. */
export async function findOurServers(place: Place, cwd: string): Promise<OurServers> {
  const found = await Promise.all(configFiles(place, cwd).map(ours));
  return {
    servers: found.flatMap(({ servers }) => servers),
    unreadable: found.flatMap(({ unreadable }) => unreadable),
  };
}

async function ours(file: ConfigFile): Promise<OurServers> {
  const { client, path } = file;
  try {
    const source = await readSource(path);
    if (!/\bbbx\b/.test(source.text)) return { servers: [], unreadable: [] };
    const editor = await editorFor(client);
    const all = serversIn(client, editor.read(source.text));
    const servers = all.filter(({ words }) => startsBbx(words));
    return { servers: servers.map((server) => ({ ...file, server })), unreadable: [] };
  } catch (error) {
    // The parser's own words quote the text, and a token may be in it.
    const why =
      error instanceof BbxError ? error.message.replace(path, 'the file').slice(0, -1) : BROKEN;
    return { servers: [], unreadable: [{ ...file, why }] };
  }
}

const BROKEN = 'the file is broken';
