import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Tells whether a real part that a test speaks to is here. On a newcomer's machine an absent
 * part skips the test and says so; in CI (where the run installs every part) it is an error.
 * @returns true when the part is absent and the test has to be skipped
 */
export function lacks(
  part: 'git' | 'git-lfs' | 'tmux' | 'openssl' | 'gnome-keyring' | 'api-description' | 'wirecheck',
): boolean {
  const here = PROBES[part]();
  if (here) return false;
  if (process.env.CI) throw new Error(`${part} is absent, and in CI that is a failure`);
  process.stderr.write(`skipped, because ${part} is not on this machine\n`);
  return true;
}

/** Facts and tools that lie beside the project where it is developed, and nowhere else. */
export const SHARED = new URL('../../../shared/', import.meta.url);

const runs = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const PROBES = {
  git: () => runs('git', '--version'),
  'git-lfs': () => runs('git', 'lfs', 'version'),
  tmux: () => runs('tmux', '-V'),
  openssl: () => runs('openssl', 'version'),
  'gnome-keyring': () =>
    runs('gnome-keyring-daemon', '--version') && runs('dbus-daemon', '--version'),
  'api-description': () => existsSync(new URL('data/bitbucket-cloud-openapi.json', SHARED)),
  wirecheck: () => existsSync(new URL('tools/wirecheck.mjs', SHARED)),
};
