import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('parts/node_modules/.bin', import.meta.url));

/** How a program of others ended, and what it printed. */
export interface PartRan {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PartOptions {
  readonly cwd: string;
  /** All of its environment but PATH, so that nothing of the machine reaches it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The search path on which the installed programs come first, and Node 24 among them. */
export const PARTS_PATH = [BIN, process.env.PATH ?? ''].join(delimiter);

/**
 * Runs one of the programs that `npm run test:clients` installs.
 * @param name of its command, or the path of a file below test/clients/parts/node_modules
 * @throws Error where it is not installed
 */
export async function runPart(
  name: string,
  args: readonly string[],
  { cwd, env }: PartOptions,
): Promise<PartRan> {
  const file = name.includes('/') ? join(BIN, '..', name) : join(BIN, name);
  if (!existsSync(file)) throw new Error(`${name} is not here; npm run test:clients installs it`);
  const child = spawn(file, args, {
    cwd,
    env: { ...env, PATH: PARTS_PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
