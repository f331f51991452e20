import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/**
 * npx tsx bench/memory.ts: the most memory that bbx holds while it moves large files. Each way is
 * walked with a small file and with a large one: flat means that both peaks are alike.
 */

const BBX = fileURLToPath(new URL('../bin/bbx.js', import.meta.url));
const PEAK = fileURLToPath(new URL('./peak.cjs', import.meta.url));
const MB = 1024 * 1024;
const [SMALL, DOWNLOAD, UPLOAD] = [100, 1024, 300];

const folder = await mkdtemp(join(tmpdir(), 'bbx-bench-'));
const server = createServer((request, response) => {
  // A client that breaks off is seen at its own end.
  void answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
try {
  await main();
} finally {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  process.stdout.write(`Node ${process.version}, peak memory of the process\n\n`);
  const saved = join(folder, 'saved');
  const save = (size: number) => async () => {
    const { peak } = await run('get', `/files/${size}`, '--save', saved);
    enough((await stat(saved)).size, size);
    return peak;
  };
  await compare('get … --save FILE', SMALL, save(SMALL), DOWNLOAD, save(DOWNLOAD));
  await rm(saved);
  const pipe = (size: number) => async () => {
    const { peak, bytes } = await run('get', `/files/${size}`);
    enough(bytes, size);
    return peak;
  };
  await compare('get … | consumer', SMALL, pipe(SMALL), DOWNLOAD, pipe(DOWNLOAD));
  const upload = (size: number) => async () => {
    const file = join(folder, 'upload');
    const handle = await open(file, 'w');
    await handle.truncate(size * MB);
    await handle.close();
    const { peak, last } = await run('post', '/files', '--form', `files=@${file}`, '--jq', 'bytes');
    enough(Number(last), size);
    return peak;
  };
  await compare('post … --form files=@FILE', SMALL, upload(SMALL), UPLOAD, upload(UPLOAD));
}

type Take = () => Promise<number>;

async function compare(name: string, small: number, first: Take, large: number, then: Take) {
  const [low, high] = [await first(), await then()];
  const cells = `${small} MB: ${low} MB   ${large} MB: ${high} MB`;
  process.stdout.write(`${name.padEnd(28)}${cells}   ×${(high / low).toFixed(2)}\n`);
}

interface Ran {
  /** Megabytes. */
  readonly peak: number;
  /** How much was written to stdout. */
  readonly bytes: number;
  /** The last of it. */
  readonly last: string;
}

/** Runs bbx and reads all that it writes. */
async function run(...args: readonly string[]): Promise<Ran> {
  const note = join(folder, 'peak');
  const env = environment(note);
  const child = spawn(process.execPath, ['--require', PEAK, BBX, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const words = text(child.stderr);
  let bytes = 0;
  let last = '';
  for await (const chunk of child.stdout) {
    bytes += chunk.length;
    last = chunk.toString('latin1', Math.max(0, chunk.length - 100));
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`bbx ${args[0]} ended with ${code}: ${await words}`);
  return { peak: Math.round(Number(await readFile(note, 'utf8')) / 1024), bytes, last };
}

function environment(note: string): Record<string, string> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: folder,
    BENCH_PEAK: note,
    BBX_API_URL: `http://127.0.0.1:${port}`,
    ATLASSIAN_USER_EMAIL: 'ann@example.com',
    ATLASSIAN_API_TOKEN: 'of-the-bench',
  };
}

/** A multipart body is a little longer than its file. */
function enough(bytes: number, megabytes: number): void {
  const over = bytes - megabytes * MB;
  if (!(over >= 0 && over < 1000))
    throw new Error(`${bytes} bytes went through, of ${megabytes} MB`);
}

/** GET /2.0/files/N streams N megabytes; POST swallows what comes and says how much it was. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const megabytes = Number(request.url?.split('/').at(-1));
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/octet-stream');
    response.setHeader('content-length', megabytes * MB);
    await pipeline(zeros(megabytes), response);
    return;
  }
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ bytes }));
}

function* zeros(megabytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(MB);
  for (let sent = 0; sent < megabytes; sent += 1) yield chunk;
}
