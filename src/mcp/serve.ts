import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Config } from '../core/config.ts';
import type { Operation } from '../core/operation.ts';
import { writeError, writeOut } from '../core/output/terminal.ts';
import { KeptAnswers } from './answers/kept-answers.ts';
import { Tickets } from './confirm/tickets.ts';
import { Recent } from './guidance/completion/recent.ts';
import { instructions } from './guidance/instructions.ts';
import { servedTools } from './guidance/served-tools.ts';
import { messageLines } from './message-lines.ts';
import type { Policy } from './policy/policy.ts';
import { tokenScopes } from './policy/token-scopes.ts';
import { RunningCalls } from './running-calls.ts';
import { createServer } from './server.ts';

/** What an operator has chosen for a server. */
export interface ServeOptions {
  readonly operations: readonly Operation[];
  readonly policy: Policy;
  /** Reads the configuration, anew at each call. */
  readonly load: () => Promise<Config>;
}

/**
 * Serves operations over stdio until the client leaves (by closing stdin, SIGINT or SIGTERM), then
 * ends the process with 0. Where the connection breaks of its own (a message beyond all measure),
 * stderr has the reason and the process ends with 1. Nothing else may write to stdout meanwhile.
 */
export async function serve({ operations, policy, load }: ServeOptions): Promise<void> {
  const running = new RunningCalls();
  const tickets = new Tickets();
  const answers = new KeptAnswers();
  const recent = new Recent();
  process.once('exit', () => answers.close());
  // Begun before the client has asked, and awaited when it has.
  const tools = servedTools({ operations, policy });
  const words = instructions({ load, cwd: process.cwd(), tools, policy: policy.words });
  const scopes = tokenScopes(load, policy);
  const input = messageLines({ longest: LONGEST, answer: writeOut });
  const transport = new StdioServerTransport(
    process.stdin.pipe(input, { end: false }),
    process.stdout,
    // Lines come measured; a replacement for a byte that is no UTF-8 has three bytes.
    { maxBufferSize: 3 * LONGEST + 1 },
  );
  const factory = async () =>
    createServer({
      operations,
      policy,
      scopes,
      tickets,
      load,
      running,
      answers,
      recent,
      instructions: await words,
      listChanges: await scopes.mayBeLate(),
    });
  const leave = async () => {
    await running.stop();
    await handle.close().catch(() => undefined);
    process.exit(0);
  };
  const fail = async (error: Error) => {
    writeError(`bbx mcp cannot go on: ${error.message}.\n`);
    await running.stop();
    process.exit(1);
  };
  // Before those of the transport, which closes itself at an error: a client that is gone is none.
  process.stdout.once('error', leave);
  input.once('error', fail);
  const handle = serveStdio(factory, { transport });
  // The transport answers nothing once its input has ended, so the end reaches it last.
  const drain = async () => {
    await words;
    await new Promise((resolve) => setTimeout(resolve, UNREAD));
    await running.finish();
    await leave();
  };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  process.once('SIGHUP', leave);
  process.stdin.once('end', drain);
  process.stdin.once('close', drain);
  process.stdin.once('error', leave);
}

/**
 * Bytes of the longest message. The SDK's own measure is 10 MiB, which a file in the body of a call
 * can exceed.
 */
const LONGEST = 64 * 1024 * 1024;

/** Milliseconds for what was read before the end of the input to be taken up. */
const UNREAD = 100;
