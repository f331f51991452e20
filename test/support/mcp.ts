import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The program as it is delivered. */
export const PROGRAM = fileURLToPath(new URL('../../bin/bbx.js', import.meta.url));

/** The protocol versions that are opened with `initialize`. */
export const INITIALIZED_VERSIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];

/** One message, as it stood on a line of stdout. */
export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** What a call gave, taken apart: the answer itself, and the remarks behind it. */
export interface Called {
  readonly text: string;
  readonly remarks: string;
  /** Both, as a model reads them. */
  readonly whole: string;
  readonly isError: boolean;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Makes a home and a folder to work in, which go when the test ends, and the environment of a
 * machine on which nothing but `variables` is set.
 */
export function machine(variables: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'bbx-mcp-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: home,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    ...variables,
  };
  return { home, env };
}

/** `bbx mcp` in a process of its own, spoken to line by line: no client library between. */
export class McpProgram {
  readonly child: ChildProcess;
  readonly home: string;
  /** Every line that came, protocol or not. */
  readonly lines: string[] = [];
  readonly notifications: Message[] = [];
  stderr = '';
  readonly ended: Promise<Ending>;
  private readonly waiting = new Map<string | number, (message: Message) => void>();
  private readonly watchers = new Set<() => void>();
  private lastId = 0;

  constructor(variables: Readonly<Record<string, string>> = {}) {
    const { home, env } = machine(variables);
    this.home = home;
    const child = spawn(process.execPath, [PROGRAM, 'mcp'], { cwd: home, env });
    this.child = child;
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.take(line));
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await this.ended;
    });
  }

  /** Opens the session as a client of this version does, and gives what the server answered. */
  async initialize(protocolVersion = '2025-11-25'): Promise<Message> {
    const clientInfo = { name: 'a test', version: '1' };
    const answer = await this.request('initialize', {
      protocolVersion,
      capabilities: {},
      clientInfo,
    });
    this.notify('notifications/initialized');
    return answer;
  }

  request(method: string, params?: unknown, id: string | number = ++this.lastId): Promise<Message> {
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) });
    });
  }

  notify(method: string, params?: unknown): void {
    this.send({ jsonrpc: '2.0', method, ...(params !== undefined && { params }) });
  }

  send(message: unknown): void {
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** Calls a tool as a client of today would. */
  async call(name: string, args: Readonly<Record<string, unknown>>): Promise<Called> {
    const { result, error } = await this.request('tools/call', { name, arguments: args });
    if (error) throw new Error(`${name}: ${error.message}`);
    return called(result);
  }

  /** Resolves when the condition holds, looking again after each line and each request elsewhere. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const watch = () => {
          clearTimeout(timer);
          this.watchers.delete(watch);
          resolve();
        };
        const timer = setTimeout(watch, 10);
        this.watchers.add(watch);
      });
    }
  }

  private take(line: string): void {
    this.lines.push(line);
    const message: Message = JSON.parse(line);
    if (message.id === undefined) this.notifications.push(message);
    else {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
    for (const watch of this.watchers) watch();
  }
}

/** A session that is open. */
export async function startMcp(
  variables: Readonly<Record<string, string>> = {},
): Promise<McpProgram> {
  const program = new McpProgram(variables);
  await program.initialize();
  return program;
}

/** Takes the result of a call apart. */
export function called(result: unknown): Called {
  const { content, isError } = Object.assign({ content: [], isError: false }, result);
  const texts: string[] = content.map(({ text }: { text: string }) => text);
  return {
    text: texts[0] ?? '',
    remarks: texts.slice(1).join('\n'),
    whole: texts.join('\n'),
    isError,
  };
}
