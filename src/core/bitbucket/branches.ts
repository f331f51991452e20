import { pathBelow } from '../client/url.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call, path } from './call.ts';
import { textAt } from './json-object.ts';
import { listPages } from './list-pages.ts';
import type { RepositoryName } from './web-address.ts';

/** A branch with the commit at its tip. Names are other people's text. */
export interface Branch {
  readonly name: string;
  /** Of the tip, 40 digits. */
  readonly hash: string;
  /** When the tip was committed, in milliseconds since 1970; NaN where Bitbucket does not tell. */
  readonly date: number;
  /** Who wrote the tip: the name that is shown, else that of the commit. */
  readonly author: string;
  /** All that the author may be called by: uuid, nickname, e-mail, names; in lower case. */
  readonly authorNames: readonly string[];
}

/** A page of branches, and how many there are in all where Bitbucket says it. */
export interface BranchPage {
  readonly branches: readonly Branch[];
  readonly size: number | undefined;
  readonly more: boolean;
}

/** The orders that Bitbucket gives branches in; `target.date` is the age of the tip. */
export type BranchSort = 'target.date' | '-target.date' | 'name';

const AUTHOR = 'values.target.author';
const FIELDS = [
  'next,size,values.name,values.target.hash,values.target.date',
  `${AUTHOR}.raw,${AUTHOR}.user.display_name,${AUTHOR}.user.nickname,${AUTHOR}.user.uuid`,
].join(',');

/**
 * Reads the branches of a repository page by page, a request for each hundred.
 * @throws BbxError as listPages
 */
export async function* branchPages(
  context: Context,
  { workspace, repo }: RepositoryName,
  sort: BranchSort,
): AsyncGenerator<BranchPage> {
  const pages = listPages(context, path`/repositories/${workspace}/${repo}/refs/branches`, [
    ['pagelen', '100'],
    ['sort', sort],
    ['fields', FIELDS],
  ]);
  for await (const { values, size, more } of pages) {
    yield { branches: values.map(branchOf), size, more };
  }
}

/**
 * Reads where a branch stands.
 * @param retry false to ask once, and no more
 * @returns the hash of its tip; undefined when there is no such branch
 * @throws BbxError as `call`; UNAVAILABLE for an answer without a commit
 */
export async function readTip(
  context: Context,
  repository: RepositoryName,
  name: string,
  retry?: false,
): Promise<string | undefined> {
  try {
    const query = [['fields', 'target.hash']] as const;
    const data = await call(context, 'GET', branchPath(repository, name), { query, retry });
    const hash = textAt(data, 'target.hash');
    if (hash !== '') return hash;
    throw new BbxError('UNAVAILABLE', `Bitbucket did not say where the branch ${name} stands.`, {
      hint: 'Try again; check BBX_API_URL when it stays so.',
    });
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Makes sure that a repository still answers, and is the one that it was: without it every branch
 * seems to be gone.
 * @param retry false to ask once, and no more
 * @throws BbxError UNAVAILABLE where it does not, or is another one; else as `call`
 */
export async function requireRepository(
  context: Context,
  { workspace, repo, uuid }: RepositoryName & { readonly uuid: string },
  retry?: false,
): Promise<void> {
  const at = path`/repositories/${workspace}/${repo}`;
  const gone = (cause?: unknown) =>
    new BbxError('UNAVAILABLE', `The repository ${workspace}/${repo} is not there any more.`, {
      hint: 'It was renamed, moved or deleted, or the token may not see it any more.',
      cause,
    });
  try {
    const data = await call(context, 'GET', at, { query: [['fields', 'uuid']], retry });
    if (textAt(data, 'uuid') !== uuid) throw gone();
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') throw gone(error);
    throw error;
  }
}

/**
 * Deletes a branch, wherever it stands: Bitbucket Cloud has no compare-and-delete. It is sent once:
 * who sends it again has to look at the tip again.
 * @throws BbxError as `call`
 */
export async function deleteBranch(
  context: Context,
  repository: RepositoryName,
  name: string,
): Promise<void> {
  await call(context, 'DELETE', branchPath(repository, name), { retry: false });
}

/**
 * Why an operator does not let a branch be deleted; undefined where nobody forbids it. Sends nothing.
 * @param name of a branch; of one that nobody can address nothing is said
 */
export function deletionForbidden(
  { permit, config: { apiUrl } }: Context,
  repository: RepositoryName,
  name: string,
): string | undefined {
  if (permit === undefined || !isAddressable(name)) return undefined;
  const url = new URL(`${apiUrl}/2.0${branchPath(repository, name)}`);
  try {
    permit({ method: 'DELETE', url, path: pathBelow(apiUrl, url), redirected: false });
    return undefined;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'POLICY') return error.message;
    throw error;
  }
}

/**
 * Makes a branch at a commit.
 * @throws BbxError as `call`: also when the branch is there, or the commit is not
 */
export async function createBranch(
  context: Context,
  { workspace, repo }: RepositoryName,
  name: string,
  hash: string,
): Promise<void> {
  await call(context, 'POST', path`/repositories/${workspace}/${repo}/refs/branches`, {
    body: { name, target: { hash } },
  });
}

/** Tells whether the server still has a commit. @throws BbxError as `call` */
export async function hasCommit(
  context: Context,
  { workspace, repo }: RepositoryName,
  hash: string,
): Promise<boolean> {
  try {
    await call(context, 'GET', path`/repositories/${workspace}/${repo}/commit/${hash}`, {
      query: [['fields', 'hash']],
    });
    return true;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

/**
 * Whether a name can stand in an address. Git has no branch ".." either, but a server or a file might
 * name one, and the address would be another one.
 */
export const isAddressable = (name: string): boolean =>
  !/^\.{0,2}$/.test(name) && name === name.toWellFormed();

function branchPath({ workspace, repo }: RepositoryName, name: string): string {
  if (isAddressable(name)) return path`/repositories/${workspace}/${repo}/refs/branches/${name}`;
  throw new BbxError('BAD_REQUEST', `No branch is called ${JSON.stringify(name.slice(0, 80))}.`);
}

function branchOf(data: unknown): Branch {
  const raw = textAt(data, 'target.author.raw');
  const [, written = raw, email = ''] = /^\s*(.*?)\s*<([^>]*)>\s*$/.exec(raw) ?? [];
  const user = 'target.author.user';
  const shown = textAt(data, `${user}.display_name`);
  const nickname = textAt(data, `${user}.nickname`);
  const names = [textAt(data, `${user}.uuid`), nickname, shown, email, written, raw];
  return {
    name: textAt(data, 'name'),
    hash: textAt(data, 'target.hash'),
    date: Date.parse(textAt(data, 'target.date')),
    author: shown || written || nickname,
    authorNames: names.filter(Boolean).map((name) => name.toLowerCase()),
  };
}
