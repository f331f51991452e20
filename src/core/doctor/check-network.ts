import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import { connect, rootCertificates, type TLSSocket } from 'node:tls';
import { networkError } from '../client/network-error.ts';
import type { Config } from '../config.ts';
import { openConnection } from './connection.ts';
import type { Deps } from './deps.ts';
import { type Finding, fail, failed, ok, warn } from './finding.ts';
import { proxyName, type Route, routeTo } from './route.ts';

/** The proxy: whether one is set, and whether it makes a tunnel to the API. */
export async function checkProxy({ config, signal }: Deps): Promise<Finding> {
  const { proxy } = config;
  if (proxy === undefined) return ok('proxy', 'none is set');
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    const remedy = 'Set HTTPS_PROXY, or bbx config set proxy, to http://HOST:PORT.';
    return fail('proxy', 'what is set is no address of a proxy', remedy, 6);
  }
  const route = routeTo(config);
  const name = proxyName(new URL(proxy));
  if (route.proxy === undefined) return ok('proxy', `${name}, and not for ${route.host}`);
  (await openConnection(route, signal)).destroy();
  return ok('proxy', `${name} makes a tunnel to ${route.host}:${route.port}`);
}

/** The files with certificates to trust besides the usual ones. */
export async function checkCaFile({ config }: Deps): Promise<Finding> {
  const extra = config.environment.NODE_EXTRA_CA_CERTS || undefined;
  const files = [config.caFile, extra].filter((file) => file !== undefined);
  const said: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const remedy = 'Check BBX_CA_FILE, bbx config get ca_file, or NODE_EXTRA_CA_CERTS.';
    if (text === undefined) return fail('CA file', `${file} cannot be read`, remedy, 6);
    const all = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const ended = all.filter(hasEnded).length;
    if (all.length === 0) return fail('CA file', `${file} holds no certificate`, remedy, 6);
    if (ended === all.length) {
      return warn('CA file', `all certificates in ${file} have expired`, 'Get a new one.');
    }
    said.push(`${file}: ${all.length} ${all.length === 1 ? 'certificate' : 'certificates'}`);
  }
  return ok('CA file', said.join('; ') || 'none is set');
}

function hasEnded(pem: string): boolean {
  try {
    return Date.parse(new X509Certificate(pem).validTo) < Date.now();
  } catch {
    return true;
  }
}

/** The name of the API's host. Behind a proxy it is the proxy that looks it up. */
export async function checkDns({ config }: Deps): Promise<Finding> {
  const route = routeTo(config);
  const host = route.proxy ? route.proxy.hostname.replace(/^\[|\]$/g, '') : route.host;
  if (isIP(host)) return ok('DNS', `${host} needs none`);
  try {
    const found = await lookup(host, { all: true });
    return ok('DNS', `${host} is ${found.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return failed('DNS', networkError(error, host));
  }
}

/** The connection to the API, its certificate included. */
export async function checkConnection({ config, signal }: Deps): Promise<Finding> {
  const route = routeTo(config);
  const socket = await openConnection(route, signal);
  const place = `${route.host}:${route.port}`;
  try {
    if (!route.secure) return ok('connection', `${place} answers (plain http)`);
    return await certificateOf(await handshake(socket, route, config, signal), place, config);
  } finally {
    socket.destroy();
  }
}

async function handshake(socket: Socket, route: Route, config: Config, signal: AbortSignal) {
  const { caFile } = config;
  const ca = caFile && [...rootCertificates, await readFile(caFile, 'utf8')];
  const place = `${route.host}:${route.port}`;
  return await new Promise<TLSSocket>((resolve, reject) => {
    const name = isIP(route.host) ? {} : { servername: route.host };
    // What is wrong with the certificate shall be told, and nothing is sent through here.
    const tls = connect({
      socket,
      ...name,
      host: route.host,
      rejectUnauthorized: false,
      ...(ca && { ca }),
    });
    tls.once('secureConnect', () => resolve(tls));
    tls.once('error', (error) => reject(networkError(error, place)));
    tls.once('close', () => reject(networkError(new Error('it was closed'), place)));
    signal.addEventListener('abort', () => tls.destroy(), { once: true });
  });
}

const SOON = 14 * 24 * 60 * 60 * 1000;

async function certificateOf(tls: TLSSocket, place: string, config: Config): Promise<Finding> {
  const { valid_to, issuer } = tls.getPeerCertificate();
  const by = [issuer?.O ?? issuer?.CN ?? 'somebody unknown'].flat().join(', ');
  const end = Date.parse(valid_to);
  const date = Number.isNaN(end) ? valid_to : new Date(end).toISOString().slice(0, 10);
  const found = `${tls.getProtocol()}, certificate by ${by}, good until ${date}`;
  if (!tls.authorized) {
    const why = String(tls.authorizationError);
    const remedy = `If your company's proxy signs for ${by}, name its CA file: bbx config set ca_file FILE (or BBX_CA_FILE).`;
    return fail(
      'connection',
      `the certificate of ${place} is not trusted (${why}): ${found}`,
      remedy,
      5,
    );
  }
  if (config.environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const remedy = 'Unset it: with it anybody in between can read your token.';
    return warn(
      'connection',
      `${place}: NODE_TLS_REJECT_UNAUTHORIZED=0 turns off all checks`,
      remedy,
    );
  }
  if (end - Date.now() < SOON) {
    return warn('connection', `${place}: ${found}, which is soon`, 'Tell whoever runs that host.');
  }
  return ok('connection', `${place}: ${found}`);
}
