import { fullName } from '../../core/bitbucket/full-name.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { countAhead, localTip } from '../../core/git/local-branch.ts';
import { bitbucketRemotes } from '../../core/git/remotes.ts';
import { runGit } from '../../core/git/run-git.ts';
import type { Ends } from './create-ends.ts';
import { gitHere } from './git-here.ts';

/** Says that the branch has to be pushed first, and how. */
export async function notPushed({ source, isHere }: Ends, context: Context): Promise<BbxError> {
  const { repository, branch } = source;
  const here = gitHere(context);
  const local = isHere && (await localTip(here, branch)) !== undefined;
  const name = fullName(repository);
  const remotes = local ? await bitbucketRemotes(here, context.config.gitUrl) : [];
  const remote = remotes.find((one) => fullName(one.repository) === name)?.name ?? 'origin';
  return new BbxError('NOT_FOUND', `The branch ${branch} is not on Bitbucket (${name}).`, {
    hint: local
      ? `Push it first: git push -u ${remote} ${branch}`
      : 'Check its name; bbx get ./refs/branches lists those there are.',
  });
}

/** Notes what of this folder would not be in the pull request. */
export async function noteUnsent(
  { source, isHere }: Ends,
  tip: string,
  context: Context,
): Promise<void> {
  if (!isHere) return;
  const here = gitHere(context);
  const local = await localTip(here, source.branch);
  if (local === undefined) return;
  if (local !== tip) {
    const ahead = await countAhead(here, local, tip);
    if (ahead === undefined)
      context.note(`Bitbucket has other commits of ${source.branch} than this clone.`);
    else if (ahead > 0)
      context.note(`${count(ahead, 'commit')} of ${source.branch} not pushed yet: git push`);
  }
  const { stdout } = await runGit(['status', '--porcelain', '--untracked-files=no'], here);
  const changed = stdout.split('\n').filter(Boolean).length;
  if (changed > 0) context.note(`${count(changed, 'changed file')} not committed here.`);
}

const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;
