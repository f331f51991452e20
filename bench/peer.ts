import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./peer/', import.meta.url));
const PROGRAM = `${FOLDER}node_modules/@aashari/mcp-server-atlassian-bitbucket/dist/index.js`;
const PRELOAD = fileURLToPath(new URL('./to-sandbox.cjs', import.meta.url));

/**
 * The arguments with which Node runs the peer against the sandbox. It is installed on first use,
 * without its install scripts, from the lockfile beside it.
 * @returns undefined when it cannot be installed (and says so on stderr)
 */
export function installPeer(): readonly string[] | undefined {
  if (!existsSync(PROGRAM)) {
    process.stderr.write('Installing the peer into bench/peer …\n');
    const options = { cwd: FOLDER, encoding: 'utf8', shell: process.platform === 'win32' } as const;
    const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts'], options);
    if (status !== 0) {
      const last = stderr?.trim().split('\n').at(-1) ?? '';
      process.stderr.write(`Without the peer: npm ci failed in bench/peer. ${last}\n`);
      return undefined;
    }
  }
  return ['--require', PRELOAD, PROGRAM];
}
