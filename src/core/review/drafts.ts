import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { BbxError } from '../errors.ts';
import { parseReview, type StoredReview } from './draft.ts';
import { takeDraftLock } from './draft-lock.ts';
import { writeWhole } from './draft-write.ts';

/** Milliseconds after a key press until what was typed is on disk. */
const PAUSE = 150;

/** The drafts of one pull request on disk, locked for one screen. */
export interface DraftStore {
  readonly path: string;
  /** What was there at the beginning. */
  readonly found: StoredReview | undefined;
  /** Where a file went that could not be read; it is never written over. */
  readonly aside: string | undefined;
  /** Writes soon; many calls are one writing. */
  readonly save: (review: StoredReview) => void;
  /** Told when a writing did not work; it is tried again with the next key. */
  readonly tell: (onProblem: (error: unknown) => void) => void;
  /** Writes at once what is not written yet. @throws BbxError FILE when that does not work */
  readonly flush: () => void;
  /** Flushes, and lets others in. */
  readonly close: () => void;
}

/** Where the store is, and whose drafts it holds. */
export interface DraftPlace {
  /** The state folder. */
  readonly folder: string;
  /** Tells apart servers and accounts: a host, or more. */
  readonly host: string;
  /** "workspace/repository#42" */
  readonly pull: string;
}

/**
 * Opens the drafts of a pull request. They are for their owner alone, are there whole at every
 * moment, and two screens cannot have them open at once.
 * @throws BbxError CONFLICT while another screen has them, FILE when the folder cannot be used
 */
export function openDrafts(place: DraftPlace): DraftStore {
  try {
    return store(place);
  } catch (error) {
    throw readable(error, place.folder);
  }
}

function store({ folder, host, pull }: DraftPlace): DraftStore {
  const drafts = join(folder, 'drafts', fileName(host));
  mkdirSync(drafts, { recursive: true, mode: 0o700 });
  const path = join(drafts, `${fileName(pull)}.json`);
  const lock = takeDraftLock(`${path}.lock`);
  const { found, aside } = read(path);
  let waiting: StoredReview | undefined;
  let timer: NodeJS.Timeout | undefined;
  let onProblem: (error: unknown) => void = () => undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === undefined) return;
    if (!lock.held()) throw lost(path);
    writeWhole(path, `${JSON.stringify(waiting, null, 1)}\n`);
    waiting = undefined;
  };
  const flushQuietly = () => {
    try {
      flush();
    } catch (error) {
      onProblem(readable(error, path));
    }
  };
  return {
    path,
    found,
    aside,
    save: (review) => {
      waiting = review;
      timer ??= setTimeout(flushQuietly, PAUSE);
    },
    tell: (listener) => {
      onProblem = listener;
    },
    flush,
    close: () => {
      try {
        flush();
      } finally {
        lock.release();
      }
    },
  };
}

/** A file that cannot be read is moved away, so that nothing writes over it. */
function read(path: string): Pick<DraftStore, 'found' | 'aside'> {
  const text = textOf(path);
  const found = text === undefined ? undefined : parseReview(text);
  if (text === undefined || found !== undefined) return { found, aside: undefined };
  const aside = `${path}.unreadable-${new Date().toISOString().replace(/\D/g, '')}`;
  renameSync(path, aside);
  return { found: undefined, aside };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A name that every file system takes, and that differs where the names differ. */
const fileName = (name: string) =>
  name.replace(/[^a-z0-9._-]/g, (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16)}`);

const lost = (path: string) =>
  new BbxError('FILE', `Another bbx has taken over the drafts (${path}).`, {
    hint: 'Copy what you have just typed, close this screen, and open the review again.',
  });

function readable(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  return new BbxError('FILE', `The drafts cannot be kept in ${path} (${String(error.code)}).`, {
    hint: 'Check the folder and its permissions, or name another one in XDG_STATE_HOME.',
    cause: error,
  });
}
