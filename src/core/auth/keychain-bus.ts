import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { keychainUnavailable } from './keychain-error.ts';

/**
 * Makes sure that a D-Bus session is there and answers. The native library connects while the whole
 * program stands still, and a socket that nobody serves would hold it for ever (measured).
 * A session that the environment does not name is looked for where systemd puts it, because MCP
 * clients start their servers with an almost empty environment.
 * @param timeout in milliseconds
 * @returns the address of the session
 * @throws BbxError KEYCHAIN_UNAVAILABLE when there is none, or none that answers
 */
export async function sessionBus(
  environment: Readonly<NodeJS.ProcessEnv>,
  timeout: number,
): Promise<string> {
  const address = environment.DBUS_SESSION_BUS_ADDRESS || usualAddress(environment);
  if (address === undefined) throw keychainUnavailable('no-bus');
  const sockets = address.split(';').map(socketPath);
  // Other kinds of addresses (tcp, launchd) are left to the library.
  if (sockets.includes(undefined)) return address;
  const answers = await Promise.all(
    sockets.map((path) => (path ? heartbeat(path, timeout) : 'absent')),
  );
  if (answers.includes('alive')) return address;
  throw keychainUnavailable(answers.includes('silent') ? 'timed-out' : 'no-bus');
}

function usualAddress(environment: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const runtime = environment.XDG_RUNTIME_DIR || `/run/user/${process.getuid?.()}`;
  const socket = join(runtime, 'bus');
  return existsSync(socket) ? `unix:path=${encodeURI(socket).replaceAll(',', '%2C')}` : undefined;
}

/** The path in "unix:path=/run/user/1000/bus,guid=…"; one that starts with NUL is abstract. */
function socketPath(address: string): string | undefined {
  const [, kind, value] = /^unix:(?:.*,)?(path|abstract)=([^,]*)/.exec(address) ?? [];
  if (value === undefined) return undefined;
  const path = /%(?![\da-f]{2})/i.test(value) ? value : decodeURIComponent(value);
  return kind === 'abstract' ? `\0${path}` : path;
}

/** Asks which ways of authentication there are; whatever the answer, somebody gave it. */
function heartbeat(path: string, timeout: number): Promise<'alive' | 'silent' | 'absent'> {
  return new Promise((resolve) => {
    const socket = connect(path, () => socket.write('\0AUTH\r\n'));
    const end = (result: 'alive' | 'silent' | 'absent') => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(end, timeout, 'silent');
    socket.on('data', () => end('alive')).on('error', () => end('absent'));
    socket.on('close', () => end('absent'));
  });
}
