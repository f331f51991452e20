import type { Here } from './remotes.ts';
import { tryGit } from './run-git.ts';

/**
 * The commit of a branch of the clone here.
 * @returns undefined when there is no such branch
 */
export async function localTip(here: Here, branch: string): Promise<string | undefined> {
  return await line(here, 'rev-parse', '-q', '--verify', `refs/heads/${branch}^{commit}`);
}

/**
 * How many commits one has that another lacks.
 * @returns undefined when one of them is not here
 */
export async function countAhead(
  here: Here,
  has: string,
  lacks: string,
): Promise<number | undefined> {
  const count = await line(here, 'rev-list', '--count', `${lacks}..${has}`, '--');
  return count === undefined ? undefined : Number(count);
}

/** The top folder of the work tree here; undefined where there is none. */
export const workTree = async (here: Here): Promise<string | undefined> =>
  await line(here, 'rev-parse', '--show-toplevel');

async function line(here: Here, ...args: string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit(args, here);
  return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
