import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { BbxError } from '../errors.ts';
import { replaceFile, targetOf } from '../settings/replace-file.ts';

/**
 * Reads a token from a file that only its owner may read.
 * @param path absolute, or beginning with ~/
 * @param home the folder that `~` means
 * @returns the first line, without white space around it
 * @throws BbxError FILE when it is absent, unreadable, empty, or others may read it
 */
export async function readTokenFile(path: string, home: string): Promise<string> {
  const file = wholePath(path, home);
  const text = await textOf(file).catch((cause) => {
    throw cause instanceof BbxError ? cause : unusable(file, 'cannot be read', cause);
  });
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/[\r\n]/);
  if (first.trim() === '') throw unusable(file, 'is empty');
  return first.trim();
}

/**
 * Writes a token to a file with mode 0600, whole or not at all.
 * @throws BbxError FILE
 */
export async function writeTokenFile(path: string, home: string, token: string): Promise<void> {
  const file = wholePath(path, home);
  try {
    const target = await targetOf(file);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await replaceFile(target, `${token}\n`);
  } catch (cause) {
    throw unusable(file, 'cannot be written', cause);
  }
}

/**
 * Removes a token file.
 * @returns whether there was one
 * @throws BbxError FILE
 */
export async function removeTokenFile(path: string, home: string): Promise<boolean> {
  const file = wholePath(path, home);
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  await rm(file, { force: true }).catch((cause) => {
    throw unusable(file, 'cannot be removed', cause);
  });
  return there;
}

/** A relative path would mean another file in every folder, and perhaps somebody else's. */
function wholePath(path: string, home: string): string {
  const whole = path.startsWith('~/') ? join(home, path.slice(2)) : path;
  if (isAbsolute(whole)) return whole;
  throw new BbxError('FILE', `token_file is no whole path: ${JSON.stringify(path)}.`, {
    hint: 'Begin it with / or ~/.',
  });
}

async function textOf(file: string): Promise<string> {
  // Before it is opened, because opening a pipe waits for its writer.
  if (!(await stat(file)).isFile()) throw unusable(file, 'is no file');
  const handle = await open(file, 'r');
  try {
    const { mode } = await handle.stat();
    if (process.platform !== 'win32' && mode & 0o077) throw tooOpen(file, mode);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

const tooOpen = (file: string, mode: number) =>
  new BbxError(
    'FILE',
    `Others may read the token file ${file} (mode 0${(mode & 0o777).toString(8)}).`,
    { hint: `Run: chmod 600 ${file}. If others could have read it, make a new token, too.` },
  );

function unusable(file: string, what: string, cause?: unknown): BbxError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new BbxError('FILE', `The token file ${file} ${what}${code}.`, {
    hint: 'Check the path and its permissions, or sign in again: bbx auth login.',
    cause,
  });
}
