import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BbxError } from '../errors.ts';

/** Work under a lock takes milliseconds. A holder on another machine is judged by this alone. */
const STALE = 10_000;
/** Longer than STALE, so that a lock that was left behind costs time and no work. */
const PATIENCE = 20_000;

/**
 * Does work that one process at a time may do.
 * @param path of the lock: a file that is there as long as somebody holds it, in a folder that exists
 * @param work is given `check`, which throws when the lock was lost (the machine slept, say)
 * @throws BbxError FILE when the lock cannot be made or is held too long; what the work throws
 */
export async function withLock<Result>(
  path: string,
  work: (check: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const mark = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  await take(path, mark);
  const mine = async () => (await contentOf(path)) === mark;
  try {
    return await work(async () => {
      if (!(await mine())) throw held(path);
    });
  } finally {
    if (await mine()) await rm(path, { force: true });
  }
}

async function take(path: string, mark: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await create(path, mark))) {
    if (await isStale(path)) await clear(path);
    else if (Date.now() > deadline) throw held(path);
    else await sleep(5 + Math.random() * 20);
  }
}

async function create(path: string, mark: string): Promise<boolean> {
  try {
    await writeFile(path, mark, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Windows says EPERM while another process is about to delete it.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
}

/**
 * Removes a stale lock. Two that find it stale must not both remove: the second would remove the
 * new lock of the first. So whoever removes holds a second lock, and looks again.
 */
async function clear(path: string): Promise<void> {
  const second = `${path}.clearing`;
  if (!(await create(second, ''))) {
    // Its holder died within the few lines below.
    if (await isOld(second)) await rm(second, { force: true });
    return await sleep(5);
  }
  try {
    if (await isStale(path)) await rm(path, { force: true });
  } finally {
    await rm(second, { force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  const content = await contentOf(path);
  if (content === undefined) return false;
  const [, pid, host] = /^\{"pid":(\d+),"host":"(.*?)"/.exec(content) ?? [];
  if (host === hostname() && !isAlive(Number(pid))) return true;
  return await isOld(path);
}

async function isOld(path: string): Promise<boolean> {
  const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs > STALE;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const contentOf = (path: string) => readFile(path, 'utf8').catch(() => undefined);

const held = (path: string) =>
  new BbxError('FILE', `Another bbx is busy with the settings (${path}).`, {
    hint: 'Try again. If no other bbx is running, remove that file.',
  });
