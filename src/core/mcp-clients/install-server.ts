import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../bitbucket/json-object.ts';
import { BbxError } from '../errors.ts';
import type { Client, Entry, Scope, Start } from './client.ts';
import { type Edit, edited } from './editor.ts';
import { argumentsOfBbx } from './our-server.ts';
import { ownValue } from './own-value.ts';
import { plainData } from './plain-data.ts';
import { type ClientFile, readClientFile } from './read-client-file.ts';
import { type ServerFlags, serverFlags, wordsOfFlag } from './server-flags.ts';
import { STARTING_KEYS, wordsOf } from './servers-in.ts';
import { absentFolders, removeLeftOver, type Source, writeSource } from './source.ts';
import {
  insertedBy,
  isBare,
  movedBy,
  sumOf,
  type UndoRecord,
  type UndoRecords,
} from './undo-records.ts';

/** A server that a client's file shall have. */
export interface Wanted {
  readonly client: Client;
  readonly scope: Scope;
  readonly path: string;
  /** The folder of the project whose file it is. */
  readonly folder?: string | undefined;
  /** The server's name in the file. */
  readonly name: string;
  /** The program and what stands before the flags. */
  readonly start: Start;
  readonly flags: ServerFlags;
  readonly dryRun: boolean;
}

/** What was done with a file, or would be in a dry run. */
export interface Installed {
  readonly result: 'added' | 'updated' | 'unchanged';
  /** What the server is started with. */
  readonly words: readonly string[];
  /** Flags that it had before and keeps. */
  readonly kept: readonly string[];
  /** Other names under which the same file starts bbx. */
  readonly also: readonly string[];
  /** What is put into the file, and not what was there: that may be anything. */
  readonly written: string;
}

/**
 * Puts bbx into a client's file, or brings an entry of bbx up to date. All else stays byte for byte.
 * @throws BbxError FILE for a file that is unreadable, broken or unwritable; CONFLICT when the name
 *   is another server's, or the file was changed at the same moment
 */
export async function installServer(wanted: Wanted, records: UndoRecords): Promise<Installed> {
  const { client, name } = wanted;
  const file = await readClientFile(wanted);
  if (!wanted.dryRun) await removeLeftOver(file.source);
  const there = ownValue(file.servers, name);
  const before = there === undefined ? [] : flagsOf(there, wanted);
  const flags = serverFlags(before, wanted.flags);
  const asked = wanted.flags.flatMap(wordsOfFlag);
  const start = { ...wanted.start, args: [...wanted.start.args, ...flags] };
  const entry = client.entry(start, name, wanted.scope);
  const facts = {
    words: [start.command, ...start.args],
    kept: flags.filter((word) => before.includes(word) && !asked.includes(word)),
    also: othersOf(file, name),
  };
  const change = there === undefined ? added(file, wanted, entry) : updated(file, wanted, entry);
  if (change === undefined) return { result: 'unchanged', written: '', ...facts };
  const text = edited(file.source.text, change.edits);
  verify(file, text, change.expected, wanted, entry);
  if (!wanted.dryRun) await write(file, text, change, wanted, records);
  const written = change.edits.map((edit) => edit.text).filter((part) => part.length > 1);
  const result = there === undefined ? 'added' : 'updated';
  return { result, written: written.join('\n').replace(/^(\r?\n)+|\s+$/g, ''), ...facts };
}

function flagsOf(server: unknown, { name, path }: Wanted): readonly string[] {
  const flags = argumentsOfBbx(wordsOf(server));
  if (flags !== undefined) return flags;
  throw new BbxError('CONFLICT', `${path} has another server called ${JSON.stringify(name)}.`, {
    hint: 'It was left as it is. Take it out there, or choose another name with --name.',
  });
}

const othersOf = ({ servers = {} }: ClientFile, name: string) =>
  Object.keys(servers).filter(
    (other) => other !== name && argumentsOfBbx(wordsOf(servers[other])) !== undefined,
  );

interface Change {
  readonly edits: readonly Edit[];
  /** What the file says then. */
  readonly expected: unknown;
  readonly fresh: boolean;
}

function added(
  { source, editor, data, servers }: ClientFile,
  wanted: Wanted,
  entry: Entry,
): Change {
  const { section } = wanted.client;
  const expected = { ...data, [section]: { ...servers, [wanted.name]: entry } };
  const edits = editor.add(source.text, { section, name: wanted.name }, entry);
  return { edits, expected, fresh: true };
}

/** Only what is started: the other fields are the person's once they are there. */
function updated(file: ClientFile, wanted: Wanted, entry: Entry): Change | undefined {
  const { section } = wanted.client;
  const there = ownValue(file.servers, wanted.name);
  if (!isJsonObject(there)) return undefined;
  const fields = Object.fromEntries(
    Object.entries(entry).filter(
      ([key, value]) => STARTING_KEYS.includes(key) && !isDeepStrictEqual(there[key], value),
    ),
  );
  if (Object.keys(fields).length === 0) return undefined;
  const server = { ...there, ...fields };
  return {
    edits: file.editor.set(file.source.text, { section, name: wanted.name }, fields),
    expected: { ...file.data, [section]: { ...file.servers, [wanted.name]: server } },
    fresh: false,
  };
}

function verify(
  { editor }: ClientFile,
  text: string,
  expected: unknown,
  { path, name }: Wanted,
  entry: Entry,
) {
  try {
    if (isDeepStrictEqual(plainData(editor.read(text)), plainData(expected))) return;
  } catch {
    // It would be broken: the same as wrong.
  }
  throw new BbxError('FILE', `${path} is written in a way that bbx cannot change safely.`, {
    hint: `It was left as it is. Write the server ${JSON.stringify(name)} there by hand: ${JSON.stringify(entry)}`,
  });
}

/** The record comes first: a run that is cut off must not leave a file that nobody remembers. */
async function write(
  { source, data }: ClientFile,
  text: string,
  { edits, fresh }: Change,
  { client, name, scope }: Wanted,
  records: UndoRecords,
): Promise<void> {
  const before = records.get(source.target, name);
  const after = sumOf(source.mark + text);
  const record: UndoRecord | undefined = fresh
    ? {
        after,
        inserted: insertedBy(edits),
        created: source.bytes === undefined,
        folders: absentFolders(dirname(source.target)),
        section: !Object.hasOwn(data, client.section),
        ...(isBare(source.text) ? { bare: source.text } : {}),
      }
    : before && again(before, source, edits, after);
  await records.put(source.target, name, record);
  try {
    await writeSource(source, text, scope === 'project');
  } catch (error) {
    await records.put(source.target, name, before);
    throw error;
  }
}

/** What others changed since cannot be told from what bbx put in any more. */
function again(before: UndoRecord, { bytes }: Source, edits: readonly Edit[], after: string) {
  const own = before.after === sumOf(bytes ?? '');
  const inserted = own ? movedBy(before.inserted, edits) : [];
  return { ...before, after: own ? after : '', inserted };
}
