import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A commit as git tells it. */
export interface GitCommit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with a numeric zone. */
  readonly date: string;
  readonly message: string;
}

/** A bare repository on disk, with what was read from it. */
export interface GitRepository {
  readonly directory: string;
  /** Full ref name to hash (tags peeled); dropped after every write. */
  refs: Promise<ReadonlyMap<string, string>> | undefined;
  /** Commits never change, so they are kept. */
  readonly commits: Map<string, GitCommit>;
}

const CONFIG = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[transfer]
	hideRefs = refs/sandbox
[fastimport]
	unpackLimit = 1
[gc]
	auto = 0
`;

/** Makes an empty bare repository by hand: a `git init` per repository would slow the start. */
export async function createRepository(
  directory: string,
  mainbranch = 'main',
): Promise<GitRepository> {
  await mkdir(join(directory, 'objects', 'info'), { recursive: true });
  await mkdir(join(directory, 'objects', 'pack'), { recursive: true });
  await mkdir(join(directory, 'refs', 'heads'), { recursive: true });
  await mkdir(join(directory, 'refs', 'tags'), { recursive: true });
  await writeFile(join(directory, 'HEAD'), `ref: refs/heads/${mainbranch}\n`);
  await writeFile(join(directory, 'config'), CONFIG);
  return openRepository(directory);
}

/** A repository that is on disk already. */
export function openRepository(directory: string): GitRepository {
  return { directory, refs: undefined, commits: new Map() };
}
