import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { json, run } from '../support/cli.ts';
import { closedAddress } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbx-network-'));
const CA = join(folder, 'ca.pem');
const seen: { url: string | undefined; authorization: string | undefined; size: number }[] = [];
const connected: { to: string | undefined; authorization: string | undefined }[] = [];
const servers: Server[] = [];
let api = '';
let proxy = '';

const listening = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** An https API under a certificate that nobody trusts yet. */
async function startApi(): Promise<void> {
  const key = join(folder, 'key.pem');
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', CA], {
    stdio: 'ignore',
  });
  const server = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(CA) },
    (request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      request.on('end', () => {
        seen.push({ url: request.url, authorization: request.headers.authorization, size });
        response.setHeader('content-type', 'application/json');
        response.end('{"secure": true}');
      });
    },
  );
  api = `https://localhost:${await listening(server)}`;
}

/** A proxy that tunnels, and writes down where to. */
async function startProxy(): Promise<void> {
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connect', (request, socket, head) => {
    connected.push({ to: request.url, authorization: request.headers['proxy-authorization'] });
    const [host, port] = (request.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  proxy = `http://127.0.0.1:${await listening(server)}`;
}

describe.skipIf(lacks('openssl'))('a company network', () => {
  beforeAll(async () => {
    await startApi();
    await startProxy();
  });
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, maxRetries: 10 });
  });
  beforeEach(() => {
    seen.length = 0;
    connected.length = 0;
  });

  const get = (
    env: Record<string, string | undefined> = {},
    args: readonly string[] = ['get', '/user'],
  ) =>
    run(args, {
      env: { BBX_API_URL: api, BITBUCKET_ACCESS_TOKEN: 'token', BBX_CA_FILE: CA, ...env },
    });

  test('a certificate that nobody trusts is an error that names BBX_CA_FILE, and no status', async () => {
    const { stderr, exitCode } = await get({ BBX_CA_FILE: undefined });
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(
      /^error: The certificate of localhost:\d+ is not trusted .*\nhint: .*BBX_CA_FILE/,
    );
    expect(stderr).not.toContain('HTTP ');
    expect(seen).toEqual([]);
  });

  test('BBX_CA_FILE makes it trusted, for uploads too', async () => {
    expect(json(await get())).toEqual({ secure: true });
    const file = CA;
    const ran = await get({}, ['post', '/x', '--form', `files=@${file}`]);
    expect(json(ran)).toEqual({ secure: true });
    expect(seen[1]?.size).toBeGreaterThan(readFileSync(file).length);
    expect(connected).toEqual([]);
  });

  test('a CA file that is not there is an error of this machine', async () => {
    const { stderr, exitCode } = await get({ BBX_CA_FILE: join(folder, 'absent.pem') });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('BBX_CA_FILE');
  });

  test('HTTPS_PROXY gets a CONNECT, and never the credential (D23)', async () => {
    expect(json(await get({ HTTPS_PROXY: proxy }))).toEqual({ secure: true });
    expect(connected).toEqual([{ to: new URL(api).host, authorization: undefined }]);
    expect(seen[0]?.authorization).toBe('Bearer token');
  });

  test('https_proxy works as well, and the user in it goes to the proxy alone', async () => {
    const withUser = proxy.replace('http://', 'http://me:secret@');
    expect(json(await get({ https_proxy: withUser }))).toEqual({ secure: true });
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(connected[0]?.authorization).toBe(basic);
  });

  test('NO_PROXY goes around it', async () => {
    expect(json(await get({ HTTPS_PROXY: proxy, NO_PROXY: 'example.com,localhost' }))).toEqual({
      secure: true,
    });
    expect(connected).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  test('a proxy that is not there is named, and nothing reaches the API', async () => {
    const address = await closedAddress();
    const { stderr, exitCode } = await get({ HTTPS_PROXY: address });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).toContain(new URL(address).host);
    expect(seen).toEqual([]);
  });

  test('an API on this machine is reached directly', async () => {
    const plain = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
    const port = await listening(plain);
    expect(
      json(await get({ HTTPS_PROXY: proxy, BBX_API_URL: `http://127.0.0.1:${port}` })),
    ).toEqual({});
    expect(connected).toEqual([]);
  });
});
