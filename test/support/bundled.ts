import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script of a test in one file, so that many processes of it start quickly. */
export interface Script {
  /** Runs it with this environment and nothing of ours. */
  run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran>;
  remove(): void;
}

/**
 * Bundles a script.
 * @param packages whether it finds the packages that are not bundled
 */
export async function bundled(entry: URL, packages = true): Promise<Script> {
  const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
  const cache = join(modules, '.cache');
  if (packages) mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(packages ? cache : tmpdir(), 'bbx-script-'));
  const outfile = join(folder, 'script.mjs');
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@napi-rs/keyring'],
  });
  return {
    run: (args, environment) => run([outfile, ...args], environment),
    remove: () => rmSync(folder, { recursive: true, maxRetries: 10 }),
  };
}

function run(args: string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text.stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part) => {
    text.stderr += part;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
}
