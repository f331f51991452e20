import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import type { OurServer } from './find-our-servers.ts';
import { maskTokens } from './mask-tokens.ts';
import { isProgram, onPath } from './on-path.ts';
import type { Place } from './place.ts';

/** Whether a server that a client would start works. */
export interface Probed {
  readonly works: boolean | undefined;
  /** What was seen, in words: "answers as bbx 1.0.0". */
  readonly seen: string;
  /** What is wrong, where something is: it decides what helps. */
  readonly trouble?: 'absent' | 'arguments' | 'settings' | 'silent' | 'other' | undefined;
}

/** Milliseconds that a server has to answer. */
const PATIENCE = 5_000;

/** Characters of what a server says. */
const LONGEST = 1_000_000;

/**
 * Starts a server as its client would, and waits for its answer to the first message. Nothing is
 * sent to Bitbucket, and no credentials are needed. A project's file came with the repository, and
 * listing must not run what a stranger put there: of such a server nothing is started but `bbx mcp`,
 * without the file's own arguments.
 */
export async function probeServer(found: OurServer, place: Place): Promise<Probed> {
  const { server, scope } = found;
  const [program = '', ...args] = server.words;
  const own = scope === 'user';
  if (server.off) return { works: undefined, seen: 'switched off in the file' };
  if (!own && (program !== 'bbx' || args[0] !== 'mcp')) {
    return { works: undefined, seen: 'not started: a file of the project names the program' };
  }
  const path = isAbsolute(program) ? program : onPath(program, place);
  if (path === undefined || !isProgram(path)) {
    return { works: false, seen: `not found: ${program}`, trouble: 'absent' };
  }
  const env = { ...place.environment, ...(own ? server.env : {}) };
  const answer = await firstAnswer(path, own ? args : ['mcp'], { env, cwd: place.home });
  if (answer.name !== undefined) {
    const plain = own || args.length === 1 ? '' : ', started without the flags of the file';
    return { works: true, seen: `answers as ${answer.name}${plain}` };
  }
  return { works: false, seen: answer.seen, trouble: answer.trouble };
}

interface FirstAnswer {
  readonly name?: string | undefined;
  readonly seen: string;
  readonly trouble?: Probed['trouble'];
}

const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bbx mcp list', version: '1' },
  },
};

async function firstAnswer(
  program: string,
  args: readonly string[],
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<FirstAnswer> {
  return await new Promise((resolve) => {
    // A group of its own, so that what a wrapper has started ends with it.
    const detached = process.platform !== 'win32';
    const child = spawn(program, args, { env, cwd, detached, stdio: ['pipe', 'pipe', 'pipe'] });
    const silent = { seen: 'does not answer in 5 seconds', trouble: 'silent' as const };
    const timer = setTimeout(() => end(silent), PATIENCE);
    let said = '';
    let complaint = '';
    const end = (answer: FirstAnswer) => {
      clearTimeout(timer);
      killed(child, detached);
      // What it has started itself may still hold the pipes, and must not hold bbx.
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      child.unref();
      resolve(answer);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LONGEST);
      const name = nameIn(said);
      if (name !== undefined) end({ name, seen: '' });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 2_000);
    });
    child.on('error', (error) =>
      end({ seen: `cannot be started: ${error.message}`, trouble: 'other' }),
    );
    child.on('close', (code) => end(ended(code, complaint)));
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(HELLO)}\n`);
  });
}

function killed(child: ChildProcess, group: boolean): void {
  if (!group || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

function ended(code: number | null, complaint: string): FirstAnswer {
  const [line = ''] = complaint.split('\n').filter((each) => /error/i.test(each));
  const why = maskTokens([sanitizeForTerminal(line).trim().slice(0, 160)]).join('');
  const seen = `ends with ${code ?? 'a signal'}${why ? `: ${why}` : ''}`;
  if (/config\.json/.test(line)) return { seen, trouble: 'settings' };
  return { seen, trouble: code === 2 ? 'arguments' : 'other' };
}

/** The name and version of the server, in the first line that has them: a wrapper may say more. */
function nameIn(said: string): string | undefined {
  const lines = said.split('\n').slice(0, -1);
  const info = lines.map((line) => /"serverInfo":\s*(\{[^{}]*\})/.exec(line)?.[1]).find(Boolean);
  if (info === undefined) return undefined;
  const [, name = 'a server'] = /"name":\s*"([^"]{1,80})"/.exec(info) ?? [];
  const [, version = ''] = /"version":\s*"([^"]{1,40})"/.exec(info) ?? [];
  return sanitizeForTerminal(`${name} ${version}`.trim());
}
