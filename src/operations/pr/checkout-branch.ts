import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { countAhead, localTip } from '../../core/git/local-branch.ts';
import { runGit, tryGit } from '../../core/git/run-git.ts';
import { gitHere } from './git-here.ts';

/** A local branch that shall stand at a commit. */
export interface Wanted {
  readonly branch: string;
  /** Whole hash. */
  readonly commit: string;
  /** What git pull and git push will use; undefined when the branch is deleted. */
  readonly follows: Followed | undefined;
  /** Gives up local commits that the pull request lacks. */
  readonly force: boolean;
}

/** A branch elsewhere. */
export interface Followed {
  /** A remote's name or an address. */
  readonly remote: string;
  readonly branch: string;
}

/**
 * Checks out a branch, made anew or moved forward. Local commits and changes are never lost: git
 * refuses to overwrite changes, and bbx to leave commits behind.
 * @throws BbxError GIT_FAILED in both cases, USAGE for a name that git takes for no branch
 */
export async function checkoutBranch(wanted: Wanted, context: Context): Promise<void> {
  const { branch, commit, follows, force } = wanted;
  const here = gitHere(context);
  await checkName(branch, context);
  const before = await localTip(here, branch);
  const behind = before === undefined ? 0 : await countAhead(here, commit, before);
  const ahead = before === undefined ? 0 : await countAhead(here, before, commit);
  if (ahead && behind && !force) throw diverged(branch, ahead, behind);
  if (ahead && !force) {
    await git(['checkout', branch, '--'], context);
    context.note(`${branch} has ${count(ahead)} that the pull request lacks.`);
  } else {
    if (ahead) context.note(`${branch} was at ${before}, with ${count(ahead)} more.`);
    await git(['checkout', '--no-track', '-B', branch, commit, '--'], context);
  }
  if (follows) await follow(branch, follows, before === undefined, context);
}

/**
 * Checks out a commit without a branch.
 * @throws BbxError GIT_FAILED
 */
export const checkoutCommit = async (commit: string, context: Context): Promise<void> =>
  await git(['checkout', '--detach', commit, '--'], context);

/** Whether a local branch follows one elsewhere. */
export async function follows(
  branch: string,
  followed: Followed,
  context: Context,
): Promise<boolean> {
  const remote = await setting(`branch.${branch}.remote`, context);
  const merge = await setting(`branch.${branch}.merge`, context);
  return remote === followed.remote && merge === `refs/heads/${followed.branch}`;
}

async function follow(
  branch: string,
  followed: Followed,
  isNew: boolean,
  context: Context,
): Promise<void> {
  // What somebody has set up for a branch of their own stays.
  if (!isNew && (await setting(`branch.${branch}.merge`, context)) !== undefined) return;
  await git(['config', `branch.${branch}.remote`, followed.remote], context);
  await git(['config', `branch.${branch}.merge`, `refs/heads/${followed.branch}`], context);
}

async function setting(key: string, context: Context): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit(['config', '--get', key], gitHere(context));
  return exitCode === 0 ? stdout.trim() : undefined;
}

async function checkName(branch: string, context: Context): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const { exitCode } = await tryGit(['check-ref-format', ref], gitHere(context));
  if (exitCode === 0 && !/^-|^HEAD$/.test(branch)) return;
  throw new BbxError(
    'USAGE',
    `git takes no branch called ${JSON.stringify(branch.slice(0, 80))}.`,
    {
      hint: 'Name another one with --branch NAME.',
    },
  );
}

async function git(args: readonly string[], context: Context): Promise<void> {
  try {
    await runGit(args, gitHere(context));
  } catch (error) {
    if (!(error instanceof BbxError) || !/local changes|would be overwritten/.test(error.message))
      throw error;
    throw new BbxError('GIT_FAILED', error.message, {
      hint: 'Commit or stash your changes, then repeat it. Nothing was changed.',
      cause: error,
    });
  }
}

const diverged = (branch: string, ahead: number, behind: number) =>
  new BbxError(
    'GIT_FAILED',
    `Your branch ${branch} has ${count(ahead)} that the pull request lacks, and lacks ${behind} of it.`,
    {
      hint: 'Check it out under another name with --branch NAME, or give up those commits with --force.',
    },
  );

const count = (number: number) => `${number} commit${number === 1 ? '' : 's'}`;
