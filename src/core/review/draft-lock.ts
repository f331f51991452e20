import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { BbxError } from '../errors.ts';

/** Milliseconds between two signs of life, and after how many a holder elsewhere counts as gone. */
const BEAT = 10_000;
const SILENCE = 90_000;

/** The right to write the drafts of one pull request. */
export interface DraftLock {
  /** Whether it is still ours: a machine that slept for long may have lost it. */
  readonly held: () => boolean;
  readonly release: () => void;
}

/**
 * Takes the lock of a review for as long as its screen is open. One whose process is gone is taken over.
 * @param path of the lock, in a folder that exists
 * @throws BbxError CONFLICT while another screen has it, FILE when it cannot be made
 */
export function takeDraftLock(path: string): DraftLock {
  const mark = JSON.stringify({ pid: process.pid, host: hostname(), at: Date.now() });
  if (!create(path, mark)) {
    const holder = contentOf(path);
    if (holder !== undefined && isAlive(path, holder)) throw busy(path, holder);
    rmSync(path, { force: true });
    // Two may find it left behind at once: the second one to make it anew is told so.
    if (!create(path, mark)) throw busy(path, contentOf(path) ?? '');
  }
  const held = () => contentOf(path) === mark;
  const beat = setInterval(() => held() && touch(path), BEAT);
  beat.unref();
  return {
    held,
    release: () => {
      clearInterval(beat);
      if (held()) rmSync(path, { force: true });
    },
  };
}

function create(path: string, mark: string): boolean {
  try {
    writeFileSync(path, mark, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(path: string, holder: string): boolean {
  const [, pid, host] = /^\{"pid":(\d+),"host":"(.*?)"/.exec(holder) ?? [];
  if (host !== hostname()) return !isSilent(path);
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isSilent(path: string): boolean {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs > SILENCE;
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It was removed: held() tells whoever writes next.
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function busy(path: string, holder: string): BbxError {
  const pid = /"pid":(\d+)/.exec(holder)?.[1] ?? 'unknown';
  return new BbxError('CONFLICT', `Another bbx (process ${pid}) has this review open.`, {
    hint: `Go on there, or close it first. If there is none, remove ${path}.`,
  });
}
