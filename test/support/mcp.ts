import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

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

/** A home and a folder to work in, and the environment of a machine where only `variables` is set. */
export function machine(variables: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'bbx-mcp-'));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: home,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    ...variables,
  };
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  return { home, env, remove };
}

export interface StartOptions {
  /** Where the program is started; its home when absent. */
  readonly cwd?: string;
  /** The groups of tools; the default ones when absent. */
  readonly tools?: string;
  /** More flags. */
  readonly flags?: readonly string[];
}

/** `bbx mcp` in a process of its own, spoken to line by line: no client library between. */
export class McpProgram {
  readonly child: ChildProcessWithoutNullStreams;
  readonly home: string;
  /** Every line that came, protocol or not. */
  readonly lines: string[] = [];
  readonly notifications: Message[] = [];
  stderr = '';
  readonly ended: Promise<Ending>;
  private readonly remove: () => void;
  private readonly waiting = new Map<string | number, (message: Message) => void>();
  private lastId = 0;

  constructor(
    variables: Readonly<Record<string, string>> = {},
    { cwd, tools, flags = [] }: StartOptions = {},
  ) {
    const { home, env, remove } = machine(variables);
    this.home = home;
    this.remove = remove;
    const args = [PROGRAM, 'mcp', ...(tools === undefined ? [] : ['--tools', tools]), ...flags];
    this.child = spawn(process.execPath, args, { cwd: cwd ?? home, env });
    this.child.stdin.on('error', () => undefined);
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.take(line));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => resolve({ code, signal }));
    });
  }

  /** Opens the session as a client of this version does, and gives what the server answered. */
  async initialize(protocolVersion = '2025-11-25'): Promise<Message> {
    const clientInfo = { name: 'a test', version: '1' };
    const params = { protocolVersion, capabilities: {}, clientInfo };
    const answer = await this.request('initialize', params);
    this.notify('notifications/initialized');
    return answer;
  }

  request(method: string, params?: object, id: string | number = ++this.lastId): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.waiting.set(id, resolve);
      void this.ended.then(() => reject(new Error(`the program ended: ${this.stderr}`)));
      this.send({ jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) });
    });
  }

  notify(method: string, params?: object): void {
    this.send({ jsonrpc: '2.0', method, ...(params !== undefined && { params }) });
  }

  send(message: unknown): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Calls a tool. */
  async call(name: string, args: Readonly<Record<string, unknown>>): Promise<Called> {
    const { result, error } = await this.request('tools/call', { name, arguments: args });
    if (error) throw new Error(`${name}: ${error.message}`);
    return called(result);
  }

  /** Ends the program and removes its home. */
  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    this.remove();
  }

  private take(line: string): void {
    this.lines.push(line);
    const message: Message = JSON.parse(line);
    if (message.id === undefined) this.notifications.push(message);
    else {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
  }
}

/** A program that ends with the test, its session open. */
export async function startMcp(
  variables: Readonly<Record<string, string>> = {},
  options: StartOptions = {},
): Promise<McpProgram> {
  const program = new McpProgram(variables, options);
  onTestFinished(() => program.close());
  await program.initialize();
  return program;
}

/** Looks every few milliseconds until the condition holds; the test's own limit ends a vain wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Takes the result of a call apart. */
export function called(result: unknown): Called {
  const { content, isError } = Object.assign({ content: [], isError: false }, result);
  const texts: string[] = content.map(({ text }: { text: string }) => text);
  const [text = '', ...remarks] = texts;
  return { text, remarks: remarks.join('\n'), whole: texts.join('\n'), isError };
}

/** The digest that came with a preview. */
export function digestIn({ whole }: Called): string {
  const [, digest] = /digest: "([0-9a-f]{16})"/.exec(whole) ?? [];
  expect(digest, whole).toBeDefined();
  return digest ?? '';
}
