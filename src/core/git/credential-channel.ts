import { mkdtemp, rm } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BbxError } from '../errors.ts';

/** Names the channel in git's environment: an address, nothing secret. */
export const CHANNEL_VARIABLE = 'BBX_CREDENTIAL_CHANNEL';

export interface CredentialChannel {
  readonly path: string;
  readonly close: () => Promise<void>;
}

type Answer = (action: string, input: string) => Promise<string>;

/**
 * Lets the credential helper that git starts ask the bbx that started git, so that the token is in
 * no environment, argument or file. It is a socket in a folder that only this user can enter (on
 * Windows a pipe with a random name, to which others cannot write): unlike a port it needs no
 * password of its own, and unlike an inherited file descriptor it survives the shells, submodules
 * and LFS between git and the helper.
 * @param answer gets git's action and what git wrote, and gives what git shall read
 * @throws BbxError FILE when the folder for temporary files cannot take it
 */
export async function openCredentialChannel(answer: Answer): Promise<CredentialChannel> {
  const [{ createServer }, place] = await Promise.all([import('node:net'), newPlace()]);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)));
    serve(socket, answer).catch(() => socket.destroy());
  });
  const close = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await place.remove();
  };
  try {
    await listening(server, place.path);
  } catch (error) {
    await place.remove();
    throw error;
  }
  return { path: place.path, close };
}

/**
 * Asks the bbx at the other end.
 * @returns undefined when nobody is there any more
 */
export async function askCredentialChannel(
  path: string,
  action: string,
  input: string,
): Promise<string | undefined> {
  const { connect } = await import('node:net');
  const socket = connect(path);
  try {
    // Ended by a line break and not by closing: a pipe on Windows cannot be closed on one side.
    socket.write(`${JSON.stringify([action, input])}\n`);
    return await textOf(socket);
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

async function serve(socket: Socket, answer: Answer): Promise<void> {
  socket.setTimeout(10_000, () => socket.destroy());
  const asked: unknown = JSON.parse(await textOf(socket, '\n'));
  const [action, input] = Array.isArray(asked) ? asked.map(String) : [];
  socket.end(await answer(action ?? '', input ?? ''));
}

/** In characters, more than git ever writes; a stranger must not fill our memory. */
const LONGEST = 65_536;

/** Reads to the end, or to where `last` comes. */
function textOf(socket: Socket, last?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (last && chunk.includes(last)) resolve(text);
      else if (text.length > LONGEST) socket.destroy();
    });
    socket.on('end', () => resolve(text)).on('error', reject);
    socket.on('close', () => reject(new Error('closed before the end')));
  });
}

const listening = (server: Server, path: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });

async function newPlace(): Promise<{ path: string; remove: () => Promise<void> }> {
  if (process.platform === 'win32') {
    const { randomUUID } = await import('node:crypto');
    return { path: `\\\\.\\pipe\\bbx-${randomUUID()}`, remove: async () => {} };
  }
  // A socket's path has at most 103 bytes on macOS, and mkdtemp makes the folder with mode 0700.
  const base = tmpdir().length > 70 ? '/tmp' : tmpdir();
  const folder = await mkdtemp(join(base, 'bbx-git-')).catch((error: unknown) => {
    throw unusable(base, error);
  });
  return {
    path: join(folder, 'login'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function unusable(folder: string, cause: unknown): BbxError {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return new BbxError('FILE', `Cannot make a folder for temporary files in ${folder}${code}.`, {
    hint: 'Set TMPDIR to a folder that is there and that you can write to.',
    cause,
  });
}
