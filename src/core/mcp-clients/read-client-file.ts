import { isJsonObject } from '../bitbucket/json-object.ts';
import { BbxError } from '../errors.ts';
import { targetOf } from '../settings/replace-file.ts';
import type { Client } from './client.ts';
import { type Editor, Mistake } from './editor.ts';
import { editorFor } from './editor-for.ts';
import { readSource, type Source } from './source.ts';
import { expectWithin } from './within.ts';

/** A client's file, read and understood. */
export interface ClientFile {
  readonly source: Source;
  readonly editor: Editor;
  readonly data: Readonly<Record<string, unknown>>;
  /** The servers by their names; undefined where there is no section of them yet. */
  readonly servers: Readonly<Record<string, unknown>> | undefined;
}

/** Which file it is. */
interface Named {
  readonly client: Client;
  readonly path: string;
  /** The folder of the project whose file it is. */
  readonly folder?: string | undefined;
}

/**
 * Reads a client's file; one that is absent or empty says nothing.
 * @throws BbxError FILE when it is unreadable or broken, naming file and line, and when it is a
 *   project's and lies outside of it
 */
export async function readClientFile({ client, path, folder }: Named): Promise<ClientFile> {
  if (folder !== undefined) expectWithin(folder, await targetOf(path), path);
  const [source, editor] = await Promise.all([readSource(path), editorFor(client)]);
  const data = understood(source, editor, client);
  if (!isJsonObject(data))
    throw broken(path, 'has no settings by name: the whole must be an object');
  const servers = data[client.section];
  if (servers === undefined || (servers === null && client.format === 'yaml')) {
    return { source, editor, data, servers: undefined };
  }
  if (!isJsonObject(servers)) {
    throw broken(
      path,
      `has something else than servers by name under ${JSON.stringify(client.section)}`,
    );
  }
  return { source, editor, data, servers };
}

function understood({ text, path }: Source, editor: Editor, { format }: Client): unknown {
  try {
    return editor.read(text) ?? {};
  } catch (error) {
    if (!(error instanceof Mistake)) throw strange(path);
    throw broken(path, `is not valid ${format.toUpperCase()} ${error.message}`);
  }
}

/** Too deep for the parser, or full of aliases: the parser's own words could quote a secret. */
const strange = (path: string) =>
  new BbxError('FILE', `${path} is written in a way that bbx cannot read.`, {
    hint: 'It is nested too deeply, or has too many aliases or an unknown one. bbx left it as it is: add the server there by hand.',
  });

const broken = (path: string, what: string) =>
  new BbxError('FILE', `${path} ${what}.`, {
    hint: 'Correct it there and run the command again; bbx left the file as it is.',
  });
