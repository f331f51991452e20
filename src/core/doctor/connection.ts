import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { networkError } from '../client/network-error.ts';
import { BbxError } from '../errors.ts';
import { proxyName, type Route } from './route.ts';

/**
 * Opens a connection to where a route leads, through its proxy if it has one.
 * @throws BbxError NETWORK naming who did not answer, CANCELLED
 */
export async function openConnection(route: Route, signal: AbortSignal): Promise<Socket> {
  if (route.proxy === undefined) {
    const place = `${route.host}:${route.port}`;
    return await opened(connect(route.port, route.host), 'connect', place, signal);
  }
  const socket = await proxySocket(route.proxy, signal);
  try {
    return await tunnelled(socket, route, route.proxy, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A connection to a proxy. @throws BbxError NETWORK */
async function proxySocket({ protocol, hostname, port }: URL, signal: AbortSignal) {
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  const own = Number(port) || (secure ? 443 : 80);
  // Whether its certificate is to be trusted is for the client to say; here it only has to answer.
  const socket = secure
    ? connectTls({ port: own, host, servername: host, rejectUnauthorized: false })
    : connect(own, host);
  const event = secure ? 'secureConnect' : 'connect';
  return await opened(socket, event, `The proxy ${host}:${own}`, signal, PROXY);
}

async function opened(
  socket: Socket,
  event: string,
  name: string,
  signal: AbortSignal,
  hint?: string,
): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const stop = () => {
      socket.destroy();
      reject(
        new BbxError('TIMEOUT', `${name} did not answer the connection in time.`, { hint: WAIT }),
      );
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    socket.on('error', (cause) => {
      const error = networkError(cause, name);
      reject(hint ? new BbxError(error.code, error.message, { hint, cause }) : error);
    });
    socket.once(event, () => resolve(socket));
  });
}

/** Asks the proxy for a tunnel and reads its first line. */
async function tunnelled(
  socket: Socket,
  { host, port }: Route,
  proxy: URL,
  signal: AbortSignal,
): Promise<Socket> {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const basic = proxy.username
    ? `Proxy-Authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`
    : '';
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${basic}\r\n`);
  const head = await firstWords(socket, signal);
  const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(head) ?? [];
  if (status?.startsWith('2')) return socket;
  const said = status ? `refuses a tunnel to ${target} (HTTP ${status})` : 'does not speak HTTP';
  throw new BbxError('NETWORK', `The proxy ${proxyName(proxy)} ${said}.`, {
    hint:
      status === '407'
        ? 'It wants a login: put it into HTTPS_PROXY, http://USER:PASSWORD@HOST:PORT.'
        : PROXY,
  });
}

async function firstWords(socket: Socket, signal: AbortSignal): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = '';
    const end = () => {
      socket.off('data', read).off('close', end);
      signal.removeEventListener('abort', stop);
      resolve(text);
    };
    const read = (data: Buffer) => {
      text += data.toString('latin1');
      if (text.includes('\r\n\r\n') || text.length > 8192) end();
    };
    const stop = () =>
      reject(new BbxError('TIMEOUT', 'The proxy did not answer in time.', { hint: WAIT }));
    socket.on('data', read).on('close', end);
    signal.addEventListener('abort', stop, { once: true });
  });
}

const PROXY = 'Check HTTPS_PROXY (or bbx config get proxy), or name the host in NO_PROXY.';
const WAIT = 'Check the network, HTTPS_PROXY and a firewall in between.';
