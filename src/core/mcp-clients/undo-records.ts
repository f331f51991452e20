import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Config } from '../config.ts';
import { withLock } from '../settings/file-lock.ts';
import { replaceFile } from '../settings/replace-file.ts';
import { stateFolder } from '../state-folder.ts';
import type { Edit } from './editor.ts';

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
});

/**
 * What an install put into a file, so that an uninstall takes exactly that out: whether `{}` was
 * there before, the file itself does not tell. It holds places and lengths, and no text.
 */
export type UndoRecord = z.infer<typeof RECORD>;

const RECORDS = z.record(z.string(), z.record(z.string(), RECORD));
type Records = z.infer<typeof RECORDS>;

/** The records of all files, while no other bbx changes them. */
export interface UndoRecords {
  readonly get: (file: string, server: string) => UndoRecord | undefined;
  /** Keeps a record in place of an earlier one, or forgets that one. */
  readonly put: (file: string, server: string, record: UndoRecord | undefined) => void;
}

/**
 * Does work with the records, alone among all runs of bbx, and keeps what it changed in them. They
 * are a help and no condition: without a folder to keep them in, the work is done all the same.
 * @throws what the work throws
 */
export async function withUndoRecords<Result>(
  config: Pick<Config, 'home' | 'environment'>,
  work: (records: UndoRecords) => Promise<Result>,
): Promise<Result> {
  const path = await placeOf(config);
  if (path === undefined) return await work(over({}));
  return await withLock(`${path}.lock`, async (check) => {
    const before = await readRecords(path);
    const records = structuredClone(before);
    try {
      return await work(over(records));
    } finally {
      const next = `${JSON.stringify(records, null, 1)}\n`;
      if (Object.keys(records).length === 0) await rm(path, { force: true });
      else if (next !== `${JSON.stringify(before, null, 1)}\n`) {
        await replaceFile(path, next, check).catch(() => undefined);
      }
    }
  });
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

function over(records: Records): UndoRecords {
  return {
    get: (file, server) => records[file]?.[server],
    put: (file, server, record) => {
      const { [server]: gone, ...others } = records[file] ?? {};
      const next = record ? { ...others, [server]: record } : inherited(others, gone);
      if (Object.keys(next).length > 0) records[file] = next;
      else delete records[file];
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
  return { ...others, [name]: { ...record, created, section, folders } };
}

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
