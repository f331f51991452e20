import { isDeepStrictEqual } from 'node:util';
import { BbxError } from '../errors.ts';
import { addedKeys } from './added-keys.ts';
import type { Client, Scope } from './client.ts';
import { type Edit, edited } from './editor.ts';
import { argumentsOfBbx } from './our-server.ts';
import { ownValue } from './own-value.ts';
import { plainData } from './plain-data.ts';
import { type ClientFile, readClientFile } from './read-client-file.ts';
import { wordsOf } from './servers-in.ts';
import { removeLeftOver, removeSource, writeSource } from './source.ts';
import {
  isBare,
  sumOf,
  type UndoRecord,
  type UndoRecords,
  withoutInserted,
} from './undo-records.ts';
import { wordsFor } from './words-for.ts';

/** A server that a client's file shall not have any more. */
export interface Unwanted {
  readonly client: Client;
  readonly path: string;
  /** The folder of the project whose file it is. */
  readonly folder?: string | undefined;
  readonly name: string;
  readonly dryRun: boolean;
  readonly scope: Scope;
  /** Whether a person has named the server, and so means it with all that is in it. */
  readonly meant: boolean;
}

/** What was done with a file, or would be in a dry run. */
export interface Removed {
  readonly result: 'removed' | 'not there';
  /** Whether the file itself went, because install had made it and nothing else is in it. */
  readonly file: 'kept' | 'removed';
  /** Other names under which the same file starts bbx. */
  readonly also: readonly string[];
  /** What it held that bbx had not written: names, no values. */
  readonly lost: readonly string[];
}

/**
 * Takes bbx out of a client's file again: where nobody has changed the file since, to the byte.
 * @throws BbxError as installServer
 */
export async function removeServer(unwanted: Unwanted, records: UndoRecords): Promise<Removed> {
  const { name, dryRun } = unwanted;
  const file = await readClientFile(unwanted);
  const { source, servers = {} } = file;
  const also = Object.keys(servers).filter((other) => other !== name && isOurs(servers[other]));
  const there = ownValue(servers, name);
  if (!dryRun) await removeLeftOver(source);
  if (there === undefined) {
    if (!dryRun) await records.put(source.target, name, undefined);
    return { result: 'not there', file: 'kept', also, lost: [] };
  }
  if (!isOurs(there)) throw foreign(unwanted);
  const record = records.get(source.target, name);
  const lost = addedKeys(unwanted.client, unwanted.scope, name, there);
  if (record === undefined && lost.length > 0 && !unwanted.meant) throw another(unwanted, lost);
  const left = edited(source.text, editsOf(file, unwanted, record));
  const empty = verify(file, left, unwanted);
  const text = empty && isBare(left) ? (record?.bare ?? left) : left;
  const gone = record?.created === true && empty && isBare(text);
  if (!dryRun) {
    if (gone) await removeSource(source, record?.folders ?? []);
    else await writeSource(source, text);
    await records.put(source.target, name, undefined);
  }
  return { result: 'removed', file: gone ? 'removed' : 'kept', also, lost };
}

const isOurs = (server: unknown) => argumentsOfBbx(wordsOf(server)) !== undefined;

function editsOf(
  { source, editor }: ClientFile,
  { client, name }: Unwanted,
  record: UndoRecord | undefined,
): readonly Edit[] {
  if (record && source.bytes && record.after === sumOf(source.bytes)) {
    return withoutInserted(source.text, record.inserted);
  }
  const spot = { section: client.section, name };
  return editor.remove(source.text, spot, record?.section === true);
}

/** @returns whether the file says nothing then */
function verify({ editor, data }: ClientFile, text: string, { client, path, name }: Unwanted) {
  try {
    const left = editor.read(text) ?? {};
    if (
      isDeepStrictEqual(without(left, client.section, name), without(data, client.section, name))
    ) {
      return Object.keys(plainData(left)).length === 0;
    }
  } catch {
    // It would be broken: the same as wrong.
  }
  throw new BbxError('FILE', `${path} is written in a way that bbx cannot change safely.`, {
    hint: `It was left as it is. Take the server ${JSON.stringify(name)} out there by hand.`,
  });
}

/** What is said besides the server; a section without servers says nothing. */
function without(data: unknown, section: string, name: string): Record<string, unknown> {
  const { [section]: servers, ...others } = plainData(data);
  const { [name]: _, ...left } = plainData(servers);
  return Object.keys(left).length > 0 ? { ...others, [section]: left } : others;
}

const foreign = ({ path, name }: Unwanted) =>
  new BbxError('CONFLICT', `${JSON.stringify(name)} in ${path} is another server, not bbx.`, {
    hint: 'It was left as it is. Take it out there by hand, if you want to.',
  });

const another = ({ client, path, name, scope }: Unwanted, lost: readonly string[]) => {
  const words = wordsFor(client, scope, name) + (name === 'bitbucket' ? ' --name bitbucket' : '');
  return new BbxError(
    'CONFLICT',
    `${JSON.stringify(name)} in ${path} was not put in by bbx alone: it holds ${lost.join(', ')} too.`,
    {
      hint: `It was left as it is. To take it out with that: bbx mcp uninstall ${words}.`,
    },
  );
};
