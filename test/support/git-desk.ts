import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { PLAIN_GIT } from './git-server.ts';

/**
 * Makes a program of git-program.ts, in one file as bbx is delivered.
 * @param folder where it goes
 * @returns its path
 */
export async function makeProgram(folder: string): Promise<string> {
  const outfile = join(folder, 'bbx program', 'bbx.mjs');
  const entryPoints = [fileURLToPath(new URL('git-program.ts', import.meta.url))];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@napi-rs/keyring'],
  });
  return outfile;
}

export const TOKEN = 'ATATT3-secret-token-of-ann=0123456789ABCDEF';
export const ACCOUNT = {
  ATLASSIAN_USER_EMAIL: 'ann@example.com',
  ATLASSIAN_API_TOKEN: TOKEN,
};

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A person's machine: a home, a work folder and a TMPDIR of their own, and a clean environment. */
export class Desk {
  readonly root = mkdtempSync(join(tmpdir(), 'bbx-desk-'));
  readonly home = join(this.root, 'home');
  readonly work = join(this.root, 'work');
  readonly temporary = join(this.root, 'tmp');
  /** Every process that descends from this desk carries it in its environment. */
  readonly mark = `BBX_TEST_DESK=${this.root}`;
  readonly env: Record<string, string>;
  private readonly program: string;

  constructor(program: string, gitUrl: string, variables: Record<string, string> = ACCOUNT) {
    this.program = program;
    for (const folder of [this.home, this.work, this.temporary]) mkdirSync(folder);
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      TMPDIR: this.temporary,
      BBX_TEST_DESK: this.root,
      BBX_GIT_URL: gitUrl,
      ...PLAIN_GIT,
      GIT_CONFIG_GLOBAL: join(this.home, '.gitconfig'),
      ...variables,
    };
    writeFileSync(join(this.home, '.gitconfig'), '');
  }

  start(
    command: string,
    args: readonly string[],
    extra: Record<string, string> = {},
    cwd = this.work,
  ) {
    return spawn(command, args, { cwd, env: { ...this.env, ...extra } });
  }

  /** The test program as `bbx clone`. */
  startClone(input: Record<string, unknown>, extra: Record<string, string> = {}) {
    return this.start(process.execPath, [this.program, 'clone', JSON.stringify(input)], extra);
  }

  /** Its answer or error, and what it left on stderr. */
  async clone(input: Record<string, unknown>, extra: Record<string, string> = {}) {
    const { code, stdout, stderr } = await ended(this.startClone(input, extra));
    return { code, stderr, answer: stdout === '' ? undefined : JSON.parse(stdout) };
  }

  git(args: readonly string[], cwd: string, extra: Record<string, string> = {}): Promise<Ended> {
    return ended(this.start('git', args, { GIT_TERMINAL_PROMPT: '0', ...extra }, cwd));
  }

  /** The environments and command lines of all processes of this desk that run now (Linux). */
  processes(): { pid: number; text: string }[] {
    return readdirSync('/proc').flatMap((pid) => {
      try {
        const environ = readFileSync(`/proc/${pid}/environ`, 'latin1');
        if (!environ.includes(this.mark)) return [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
        return [{ pid: Number(pid), text: `${command}\n${environ}` }];
      } catch {
        return []; // It ended between the two looks, or is no process.
      }
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, maxRetries: 10 });
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin?.end();
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, stdout, stderr };
}
