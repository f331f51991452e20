import { call, path } from '../../core/bitbucket/call.ts';
import { textAt } from '../../core/bitbucket/json-object.ts';
import type { PullRequest, PullRequestName } from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { lastWords } from '../../core/git/git-words.ts';
import { asOptions, helperConfig } from '../../core/git/helper-config.ts';
import { type GitResult, runGit, tryGit } from '../../core/git/run-git.ts';
import { withCloneHint } from '../repo/clone-hints.ts';
import { accessFor, gitOptions, withAccess } from '../repo/git-access.ts';
import type { FetchPlace, Sources } from './checkout-source.ts';
import { gitHere } from './git-here.ts';

/** What was fetched. */
export interface Fetched {
  /** Whole hash. */
  readonly commit: string;
  /** Whether the source branch is still there, to be followed. */
  readonly branchExists: boolean;
}

/**
 * Fetches what a pull request wants to merge: its branch, or once that is deleted its last commit.
 * @throws BbxError GIT_FAILED with git's words, NOT_FOUND when the commit is nowhere any more
 */
export async function fetchSource(
  pr: PullRequest,
  name: PullRequestName,
  { source, destination }: Sources,
  context: Context,
): Promise<Fetched> {
  const branch = `refs/heads/${pr.source.branch}`;
  if (source) {
    const kept = `refs/remotes/${source.from}/${pr.source.branch}`;
    const into = source.isRemote ? `+${branch}:${kept}` : branch;
    const result = await gitFetch(source, into, context);
    if (result.exitCode === 0) {
      const commit = await parsed(source.isRemote ? kept : 'FETCH_HEAD', context);
      return { commit, branchExists: true };
    }
    if (!result.words.some((word) => /couldn't find remote ref/i.test(word)))
      throw failed(result, source);
  }
  return { commit: await lastCommit(pr, name, destination, context), branchExists: false };
}

async function lastCommit(
  pr: PullRequest,
  name: PullRequestName,
  place: FetchPlace,
  context: Context,
): Promise<string> {
  const hash = pr.source.commit && (await wholeHash(pr.source.commit, name, context));
  if (hash) {
    const here = gitHere(context);
    const has = async () =>
      (await tryGit(['cat-file', '-e', `${hash}^{commit}`], here)).exitCode === 0;
    if ((await has()) || ((await gitFetch(place, hash, context)).exitCode === 0 && (await has())))
      return hash;
  }
  throw new BbxError(
    'NOT_FOUND',
    `The branch ${pr.source.branch} is deleted, and its commits cannot be fetched any more.`,
    { hint: 'bbx pr diff shows what it changed.' },
  );
}

/** Bitbucket shortens the hash in a pull request to 12 characters, and git fetches whole ones. */
async function wholeHash(
  short: string,
  { workspace, repo }: PullRequestName,
  context: Context,
): Promise<string | undefined> {
  const at = path`/repositories/${workspace}/${repo}/commit/${short}`;
  try {
    const hash = textAt(await call(context, 'GET', at, { query: [['fields', 'hash']] }), 'hash');
    return /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function gitFetch(
  { from, overHttps }: FetchPlace,
  ref: string,
  context: Context,
): Promise<GitResult> {
  const { environment, gitUrl } = context.config;
  const args = ['fetch', '--progress', '--', from, ref];
  if (!overHttps) {
    const { isatty } = await import('node:tty');
    return await tryGit(args, { ...gitOptions(context, environment), terminal: isatty(0) });
  }
  const access = await accessFor(context.config);
  const options = asOptions(helperConfig(gitUrl));
  return await withAccess(context, access, environment, (git) =>
    tryGit([...options, ...args], git),
  );
}

function failed({ exitCode, words }: GitResult, { overHttps }: FetchPlace): unknown {
  const error = new BbxError(
    'GIT_FAILED',
    `git failed (exit code ${exitCode}): ${lastWords(words)}`,
  );
  return withCloneHint(error, { ssh: !overHttps });
}

async function parsed(ref: string, context: Context): Promise<string> {
  const { stdout } = await runGit(['rev-parse', '--verify', `${ref}^{commit}`], gitHere(context));
  return stdout.trim();
}
