import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { stateFolder } from '../state-folder.ts';

const LINE = z.object({
  /** delete: is about to be sent; deleted; kept: was refused; restored. */
  event: z.enum(['delete', 'deleted', 'kept', 'restored']),
  run: z.string(),
  /** ISO 8601, UTC. */
  time: z.string(),
  repository: z.string(),
  name: z.string(),
  /** A line that was altered is none: what it names would be asked of the server. */
  hash: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  /** The digest of the plan in a file that it stood in. */
  plan: z.optional(z.string()),
});

type Line = z.output<typeof LINE>;

/** What happened to a branch, besides what the journal knows by itself. */
export type Entry = Pick<Line, 'event' | 'run' | 'name' | 'hash' | 'plan'>;

/** A deletion, with all that followed. */
export interface Deletion {
  readonly name: string;
  /** Where it stood, 40 digits. */
  readonly hash: string;
  readonly run: string;
  /** When it was sent; ISO 8601, UTC. */
  readonly time: string;
  /** unsure: the program ended before it knew. */
  readonly state: 'unsure' | 'deleted' | 'restored';
  /** The digest of the plan in a file that it stood in. */
  readonly plan?: string | undefined;
}

/** The list of a repository's deletions on disk: what is about to happen is written before it does. */
export interface Journal {
  readonly path: string;
  /** Adds a line, which is on disk when this is done. @throws BbxError FILE when it is not */
  readonly write: (entry: Entry) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the journal of a repository: one file each, for its owner alone, that only grows.
 * @throws BbxError FILE when it cannot be written
 */
export async function openJournal(config: Config, facts: RepositoryFacts): Promise<Journal> {
  const path = journalPath(config, facts);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600);
    try {
      await file.chmod(0o600).catch(() => undefined);
      await mend(file);
      await file.sync();
    } catch (error) {
      await file.close();
      throw error;
    }
    await settle(dirname(path));
    const write = async (entry: Entry) => {
      const time = new Date().toISOString();
      const line = JSON.stringify({ ...entry, time, repository: facts.fullName });
      try {
        await file.appendFile(`${line}\n`);
        await file.sync();
      } catch (cause) {
        throw unwritable(path, cause);
      }
    };
    return { path, write, close: async () => await file.close() };
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/**
 * Reads what the journal of a repository tells, oldest first. Lines that are none (torn by a crash)
 * are passed over.
 * @throws BbxError FILE when it is there and cannot be read
 */
export async function readJournal(config: Config, facts: RepositoryFacts): Promise<Deletion[]> {
  const path = journalPath(config, facts);
  const found = new Map<string, Deletion>();
  for (const line of (await textOf(path)).split('\n').flatMap(lineOf)) {
    const { event, run, name, hash, time, plan } = line;
    const key = JSON.stringify([run, name]);
    const known = found.get(key);
    if (event === 'delete') found.set(key, { name, hash, run, time, plan, state: 'unsure' });
    else if (event === 'kept') found.delete(key);
    else if (known) found.set(key, { ...known, state: event });
  }
  return [...found.values()];
}

/** By the repository's uuid, which stays when it is renamed, and by the server. */
function journalPath(config: Config, { uuid }: RepositoryFacts): string {
  const server = fileName(new URL(config.apiUrl).host);
  return join(stateFolder(config, 'the journal'), 'branches', server, `${fileName(uuid)}.ndjson`);
}

/** What every file system takes, and differs where the names differ. */
const fileName = (name: string) =>
  name
    .replace(/^\{(.*)\}$/, '$1')
    .replace(/[^a-z0-9._-]/g, (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16)}`);

function lineOf(text: string): Line[] {
  try {
    const { success, data } = z.safeParse(LINE, JSON.parse(text));
    return success ? [data] : [];
  } catch {
    return [];
  }
}

/** Ends a line that a crash has left without its end, so that the next one is not lost with it. */
async function mend(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer.toString() !== '\n') await file.appendFile('\n');
}

/** A new file is safe when its folder is. Windows cannot, and need not. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw new BbxError('FILE', `The journal ${path} cannot be read (${codeOf(cause)}).`, {
      hint: 'Check its permissions: it holds what was deleted, a line each.',
      cause,
    });
  }
}

const unwritable = (path: string, cause: unknown) =>
  cause instanceof BbxError
    ? cause
    : new BbxError('FILE', `The journal ${path} cannot be written (${codeOf(cause)}).`, {
        hint: 'Nothing is deleted without it. Make room, check the permissions, or name another folder in XDG_STATE_HOME.',
        cause,
      });

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
