import { isDeepStrictEqual } from 'node:util';
import { BbxError } from '../errors.ts';
import type { Client } from './client.ts';
import { type Edit, edited } from './editor.ts';
import { argumentsOfBbx } from './our-server.ts';
import { ownValue } from './own-value.ts';
import { type ClientFile, readClientFile } from './read-client-file.ts';
import { wordsOf } from './servers-in.ts';
import { removeLeftOver, removeSource, writeSource } from './source.ts';
import { sumOf, type UndoRecord, type UndoRecords, withoutInserted } from './undo-records.ts';

/** A server that a client's file shall not have any more. */
export interface Unwanted {
  readonly client: Client;
  readonly path: string;
  /** The folder of the project whose file it is. */
  readonly folder?: string | undefined;
  readonly name: string;
  readonly dryRun: boolean;
}

/** What was done with a file, or would be in a dry run. */
export interface Removed {
  readonly result: 'removed' | 'not there';
  /** Whether the file itself went, because install had made it and nothing else is in it. */
  readonly file: 'kept' | 'removed';
  /** Other names under which the same file starts bbx. */
  readonly also: readonly string[];
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
    return { result: 'not there', file: 'kept', also };
  }
  if (!isOurs(there)) throw foreign(unwanted);
  const record = records.get(source.target, name);
  const text = edited(source.text, editsOf(file, unwanted, record));
  const empty = verify(file, text, unwanted);
  const gone = record?.created === true && empty && isBare(text);
  if (!dryRun) {
    if (gone) await removeSource(source, record?.folders ?? []);
    else await writeSource(source, text);
    await records.put(source.target, name, undefined);
  }
  return { result: 'removed', file: gone ? 'removed' : 'kept', also };
}

const isOurs = (server: unknown) => argumentsOfBbx(wordsOf(server)) !== undefined;

/** Nothing but brackets: no comment of anybody. */
const isBare = (text: string) => /^[\s{}]*$/.test(text);

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
      return Object.keys(plain(left)).length === 0;
    }
  } catch {
    // It would be broken: the same as wrong.
  }
  throw new BbxError('FILE', `${path} is written in a way that bbx cannot change safely.`, {
    hint: `It was left as it is. Take the server ${JSON.stringify(name)} out there by hand.`,
  });
}

const plain = (data: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(data ?? {}));

/** What is said besides the server; a section without servers says nothing. */
function without(data: unknown, section: string, name: string): Record<string, unknown> {
  const { [section]: servers, ...others } = plain(data);
  const { [name]: _, ...left } = plain(servers);
  return Object.keys(left).length > 0 ? { ...others, [section]: left } : others;
}

const foreign = ({ path, name }: Unwanted) =>
  new BbxError('CONFLICT', `${JSON.stringify(name)} in ${path} is another server, not bbx.`, {
    hint: 'It was left as it is. Take it out there by hand, if you want to.',
  });
