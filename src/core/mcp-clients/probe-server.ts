import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import type { OurServer } from './list-servers.ts';
import { isProgram, onPath } from './on-path.ts';
import type { Place } from './place.ts';

/** Whether a server that a client would start works. */
export interface Probed {
  readonly works: boolean | undefined;
  /** What was seen, in words: "answers as bbx 1.0.0". */
  readonly seen: string;
  /** What to do where it does not work. */
  readonly remedy?: string | undefined;
}

/** Milliseconds that a server has to answer. */
const PATIENCE = 5_000;

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
  if (!own && (program !== 'bbx' || args[0] !== 'mcp')) {
    return { works: undefined, seen: 'not started: a file of the project names the program' };
  }
  const path = isAbsolute(program) ? program : onPath(program, place);
  if (path === undefined || !isProgram(path)) {
    const remedy = own ? remedyFor(found) : 'Put bbx on PATH: npm install -g bbx.';
    return { works: false, seen: `not found: ${program}`, remedy };
  }
  const env = { ...place.environment, ...(own ? server.env : {}) };
  const answer = await firstAnswer(path, own ? args : ['mcp'], { env, cwd: place.home });
  if (answer.name !== undefined) {
    const plain = own || args.length === 1 ? '' : ', started without the flags of the file';
    return { works: true, seen: `answers as ${answer.name}${plain}` };
  }
  return { works: false, seen: answer.seen, remedy: remedyFor(found) };
}

/** Flags that are there are kept by an install, so one that is wrong has to go first. */
function remedyFor({ client, scope, server }: OurServer): string {
  if (server.project !== undefined) return 'Correct it in the file, under the project.';
  const words = [
    client.id,
    ...(scope === 'project' ? ['--project'] : []),
    ...(server.name === 'bitbucket' ? [] : ['--name', server.name]),
  ].join(' ');
  return `Run bbx mcp uninstall ${words}, then bbx mcp install ${words}.`;
}

interface FirstAnswer {
  readonly name?: string | undefined;
  readonly seen: string;
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
    const child = spawn(program, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    const timer = setTimeout(() => end({ seen: 'does not answer in 5 seconds' }), PATIENCE);
    let said = '';
    let complaint = '';
    const end = (answer: FirstAnswer) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // What it has started itself may still hold the pipes, and must not hold bbx.
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      child.unref();
      resolve(answer);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const name = nameIn(said);
      if (name !== undefined) end({ name, seen: '' });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 2_000);
    });
    child.on('error', (error) => end({ seen: `cannot be started: ${error.message}` }));
    child.on('close', (code) => end({ seen: ended(code, complaint) }));
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(HELLO)}\n`);
  });
}

function ended(code: number | null, complaint: string): string {
  const [line] = complaint.split('\n').filter((each) => /error/i.test(each));
  return `ends with ${code ?? 'a signal'}${line ? `: ${line.trim().slice(0, 160)}` : ''}`;
}

/** The name and version of the server, in the first whole line that it has written. */
function nameIn(said: string): string | undefined {
  const [line, ...rest] = said.split('\n');
  if (line === undefined || rest.length === 0) return undefined;
  const [, info = ''] = /"serverInfo":(\{[^{}]*\})/.exec(line) ?? [];
  const [, name = 'a server'] = /"name":"([^"]{1,80})"/.exec(info) ?? [];
  const [, version = ''] = /"version":"([^"]{1,40})"/.exec(info) ?? [];
  return info ? `${name} ${version}`.trim() : undefined;
}
