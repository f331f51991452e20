import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { withLock } from '../settings/file-lock.ts';
import { replaceFile } from '../settings/replace-file.ts';
import { stateFolder } from '../state-folder.ts';
import type { Edit } from './editor.ts';
import { ownValue } from './own-value.ts';

const RECORD = z.strictObject({
  /** SHA-256 of the whole file as bbx left it. */
  after: z.string(),
  /** What was put in: where each part begins in the text, and its length. */
  inserted: z.array(z.tuple([z.number(), z.number()])),
  /** Whether the file was not there before. */
  created: z.boolean(),
  /** The folders that were made for it, the outermost first. */
  folders: z.array(z.string()),
  /** Whether the section of servers was not there before. */
  section: z.boolean(),
  /** The whole text before, where that was nothing but blanks and brackets. */
  bare: z.optional(z.string()),
});

/**
 * What an install put into a file, so that an uninstall takes exactly that out: whether `{}` was
 * there before, the file itself does not tell. It holds places and lengths, and no text that says
 * anything.
 */
export type UndoRecord = z.infer<typeof RECORD>;

const RECORDS = z.record(z.string(), z.record(z.string(), RECORD));
type Records = z.infer<typeof RECORDS>;

/** The records of all files, while no other bbx changes them. */
export interface UndoRecords {
  readonly get: (file: string, server: string) => UndoRecord | undefined;
  /** Keeps a record in place of an earlier one, or forgets that one: at once, before a crash. */
  readonly put: (file: string, server: string, record: UndoRecord | undefined) => Promise<void>;
}

/**
 * Does work with the records, alone among all runs of bbx. They are a help and no condition: where
 * they cannot be kept, the work is done all the same.
 * @throws what the work throws
 */
export async function withUndoRecords<Result>(
  config: Pick<Config, 'home' | 'environment'>,
  work: (records: UndoRecords) => Promise<Result>,
  tries = 20,
): Promise<Result> {
  const path = await placeOf(config);
  if (path === undefined) return await work(over({}));
  let begun = false;
  try {
    return await withLock(`${path}.lock`, async (check) => {
      begun = true;
      const keep = async (records: Records) => {
        if (Object.keys(records).length === 0) await rm(path, { force: true });
        else await replaceFile(path, `${JSON.stringify(records, null, 1)}\n`, check);
      };
      return await work(over(await readRecords(path), keep));
    });
  } catch (error) {
    // Another bbx that is busy is worth waiting for; a folder that takes no lock is not.
    if (begun || error instanceof BbxError) throw error;
    // Another one has just removed the empty folder.
    const again = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (again && tries > 0) return await withUndoRecords(config, work, tries - 1);
    return await work(over({}));
  } finally {
    await rmdir(dirname(path)).catch(() => undefined);
  }
}

async function placeOf(config: Pick<Config, 'home' | 'environment'>): Promise<string | undefined> {
  try {
    const path = join(stateFolder(config, 'records'), 'mcp-clients.json');
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return path;
  } catch {
    return undefined;
  }
}

/** Without changing them, for a dry run. */
export async function peekUndoRecords(
  config: Pick<Config, 'home' | 'environment'>,
): Promise<UndoRecords> {
  try {
    return over(await readRecords(join(stateFolder(config, 'records'), 'mcp-clients.json')));
  } catch {
    return over({});
  }
}

/** A broken file has none. */
async function readRecords(path: string): Promise<Records> {
  try {
    return RECORDS.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

function over(
  records: Records,
  keep: (records: Records) => Promise<void> = async () => undefined,
): UndoRecords {
  return {
    get: (file, server) => ownValue(ownValue(records, file), server),
    put: async (file, server, record) => {
      const gone = ownValue(ownValue(records, file), server);
      if (gone === undefined && record === undefined) return;
      const { [server]: _, ...others } = records[file] ?? {};
      const next = record ? { ...others, [server]: record } : inherited(others, gone);
      if (Object.keys(next).length > 0) records[file] = next;
      else delete records[file];
      await keep(records).catch(() => undefined);
    },
  };
}

/** What was made for one server that goes is made for those that stay, and goes with them. */
function inherited(
  others: Readonly<Record<string, UndoRecord>>,
  gone: UndoRecord | undefined,
): Record<string, UndoRecord> {
  const [heir] = Object.entries(others);
  if (gone === undefined || heir === undefined) return others;
  const [name, record] = heir;
  const created = record.created || gone.created;
  const section = record.section || gone.section;
  const folders = gone.folders.length > 0 ? gone.folders : record.folders;
  const bare = gone.bare ?? record.bare;
  const heirs = { ...record, created, section, folders };
  return { ...others, [name]: bare === undefined ? heirs : { ...heirs, bare } };
}

/** Nothing but blanks and brackets: no comment of anybody. */
export const isBare = (text: string): boolean => /^[\s{}]{0,200}$/.test(text);

/** The sum by which a record knows a file again. */
export const sumOf = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');

/** Where insertions stand in the text that they lead to. */
export function insertedBy(edits: readonly Edit[]): [number, number][] {
  let moved = 0;
  return [...edits]
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => {
      const place = at + moved;
      moved += text.length;
      return [place, text.length];
    });
}

/** Where the same insertions stand after more changes, all of them inside these insertions. */
export function movedBy(
  inserted: readonly (readonly [number, number])[],
  edits: readonly Edit[],
): [number, number][] {
  const growth = (from: number, to: number) =>
    edits
      .filter(({ at }) => at >= from && at < to)
      .reduce((sum, { text, length }) => sum + text.length - length, 0);
  return inserted.map(([at, length]) => [at + growth(0, at), length + growth(at, at + length)]);
}

/** The text without what was put in. */
export const withoutInserted = (
  text: string,
  inserted: readonly (readonly [number, number])[],
): Edit[] =>
  inserted
    .map(([at, length]) => ({ at, length, text: '' }))
    .filter(({ at, length }) => at + length <= text.length);
