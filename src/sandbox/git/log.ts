import { git } from '../git-bridge.ts';
import type { GitCommit, GitRepository } from './repository.ts';

const FORMAT = '%H%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%B%x1e';

/** Commits as `git log` finds them, newest first. */
export async function log(
  repository: GitRepository,
  args: readonly string[],
  input = '',
): Promise<GitCommit[]> {
  const out = await git(repository.directory, ['log', `--format=${FORMAT}`, ...args], { input });
  const commits = out.toString().split('\x1e\n').filter(Boolean).map(parse);
  for (const commit of commits) repository.commits.set(commit.hash, commit);
  return commits;
}

function parse(record: string): GitCommit {
  const [hash = '', parents = '', name = '', email = '', date = '', message = ''] =
    record.split('\x1f');
  return {
    hash,
    parents: parents.split(' ').filter(Boolean),
    name,
    email,
    date: date.replace(/Z$/, '+00:00'),
    message,
  };
}

/** The commits of these hashes, in their order; what was read before is not read again. */
export async function commitsOf(
  repository: GitRepository,
  hashes: readonly string[],
): Promise<GitCommit[]> {
  const missing = [...new Set(hashes)].filter((hash) => !repository.commits.has(hash));
  if (missing.length > 0)
    await log(repository, ['--no-walk', '--stdin'], `${missing.join('\n')}\n`);
  return hashes.flatMap((hash) => repository.commits.get(hash) ?? []);
}
