import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('parts/', import.meta.url);
const LOCK = new URL('package-lock.json', FOLDER);
/** The lock file that was installed last. */
const INSTALLED = new URL('node_modules/.installed', FOLDER);

/**
 * Installs the clients and checkers of test/clients/parts (1.7 GB), once for each lock file. No
 * package gets to run a script of its own: the programs come as packages, for this platform.
 */
export default function installParts(): void {
  const wanted = readFileSync(LOCK, 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return;
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: fileURLToPath(FOLDER), stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ci in ${fileURLToPath(FOLDER)} ended with ${status}`);
  writeFileSync(INSTALLED, wanted);
}
