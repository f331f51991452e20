import { isJsonObject } from '../bitbucket/json-object.ts';
import { BbxError } from '../errors.ts';
import type { Client } from './client.ts';
import { type Editor, Mistake } from './editor.ts';
import { editorFor } from './editor-for.ts';
import { readSource, type Source } from './source.ts';

/** A client's file, read and understood. */
export interface ClientFile {
  readonly source: Source;
  readonly editor: Editor;
  readonly data: Readonly<Record<string, unknown>>;
  /** The servers by their names; undefined where there is no section of them yet. */
  readonly servers: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads a client's file; one that is absent or empty says nothing.
 * @throws BbxError FILE when it is unreadable or broken, naming file and line
 */
export async function readClientFile(client: Client, path: string): Promise<ClientFile> {
  const [source, editor] = await Promise.all([readSource(path), editorFor(client)]);
  const data = understood(source, editor, client);
  if (!isJsonObject(data)) throw broken(path, 'holds no settings by name');
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
    if (!(error instanceof Mistake)) throw error;
    throw broken(path, `is not valid ${format.toUpperCase()} ${error.message}`);
  }
}

const broken = (path: string, what: string) =>
  new BbxError('FILE', `${path} ${what}.`, {
    hint: 'Correct it there and run the command again; bbx left the file as it is.',
  });
