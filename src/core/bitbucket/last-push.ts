import type { Context } from '../context.ts';
import { call, path, readList } from './call.ts';
import { textAt } from './json-object.ts';
import { type PullRequest, type PullRequestName, pullRequestPath } from './pull-request.ts';

/** Entries of the activity beyond which the push is not looked for. */
const MOST = 500;

/**
 * When the source branch came to where it is. The activity of a pull request holds an `update` for
 * each push (and each edit), with the source's commit at that time: the oldest of the newest ones
 * with today's commit is the push. Where the activity does not tell, the commit's own date stands in,
 * which is earlier than the push.
 * @returns ISO 8601; undefined when the branch is gone and the activity does not tell
 * @throws BbxError as `call`
 */
export async function lastPush(
  context: Context,
  name: PullRequestName,
  { source }: PullRequest,
): Promise<string | undefined> {
  const { commit, repository } = source;
  if (commit === undefined) return undefined;
  const { data } = await readList(context, `${pullRequestPath(name)}/activity`, {
    query: [
      ['pagelen', '50'],
      ['fields', 'next,values.update.date,values.update.source.commit.hash'],
    ],
    limit: MOST,
  });
  const updates = data.values
    .map((entry) => ({
      date: textAt(entry, 'update.date'),
      hash: textAt(entry, 'update.source.commit.hash'),
    }))
    .filter(({ date, hash }) => date !== '' && hash !== '');
  const before = updates.findIndex(({ hash }) => !isSame(hash, commit));
  const pushed = updates[(before < 0 ? updates.length : before) - 1];
  if (pushed) return pushed.date;
  const [workspace = '', repo = ''] = (repository ?? `${name.workspace}/${name.repo}`).split('/');
  const at = path`/repositories/${workspace}/${repo}/commit/${commit}`;
  return textAt(await call(context, 'GET', at), 'date') || undefined;
}

/** Hashes come in 12 and in 40 characters. */
const isSame = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);
