import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** A Node program to be started: its arguments, and its whole environment. */
export interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end, its output on a pipe.
 * @returns milliseconds from spawn to end
 * @throws Error with the program's words when it fails
 */
export async function timeRun({ args, env }: Program): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await endOf(child);
  const took = performance.now() - began;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${(await said).join('')}`);
  return took;
}

/** A stdio MCP server that has been greeted, and answers requests. */
export interface Server {
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Starts a server and greets it as most clients of today do. The bench adds no client of its own weight. */
export async function startServer({ args, env }: Program): Promise<Server> {
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let count = 0;
  const request = async (method: string, params: unknown) => {
    count += 1;
    send({ id: count, method, params });
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${args.join(' ')} left before it answered ${method}`);
      const message: { id?: number; result?: unknown; error?: unknown } = JSON.parse(value);
      if (message.id !== count) continue;
      if (message.error) throw new Error(`${method}: ${JSON.stringify(message.error)}`);
      return message.result;
    }
  };
  const hello = { protocolVersion: '2025-06-18', capabilities: {} };
  await request('initialize', { ...hello, clientInfo: { name: 'bench', version: '1' } });
  send({ method: 'notifications/initialized' });
  const close = async () => {
    const gone = endOf(child);
    child.stdin.end();
    // Some servers do not notice that their client left.
    const impatient = setTimeout(() => child.kill('SIGKILL'), 2000);
    await gone;
    clearTimeout(impatient);
  };
  return { request, close };
}

/** @returns milliseconds from spawn to the answer to tools/list */
export async function timeTools(program: Program): Promise<number> {
  const began = performance.now();
  const server = await startServer(program);
  await server.request('tools/list', {});
  const took = performance.now() - began;
  await server.close();
  return took;
}

const endOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
