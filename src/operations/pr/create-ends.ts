import type { BranchName } from '../../core/bitbucket/create-pull-request.ts';
import { fullName, namesIn } from '../../core/bitbucket/full-name.ts';
import { repositoryHere } from '../../core/bitbucket/placeholders.ts';
import {
  type RepositoryFacts,
  readRepositoryFacts,
} from '../../core/bitbucket/repository-facts.ts';
import { repositoryName } from '../../core/bitbucket/repository-name.ts';
import type { RepositoryName } from '../../core/bitbucket/web-address.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { currentBranch, currentRepository } from '../../core/git/current-repository.ts';
import { gitHere } from './git-here.ts';

/** From where to where, and whether the source is what this folder is a clone of. */
export interface Ends {
  readonly source: BranchName;
  readonly destination: BranchName;
  readonly isHere: boolean;
}

/**
 * Works out both ends. The source is the clone here, unless -R or --head name another repository;
 * the destination is -R, else what the source is a fork of, else the source's own repository.
 * @throws BbxError USAGE when one cannot be told
 */
export async function endsOf(
  { head, base }: { readonly head: string | undefined; readonly base: string | undefined },
  context: Context,
): Promise<Ends> {
  const here = await currentRepository(gitHere(context), context.config.gitUrl);
  const named = await headOf(head, context);
  const asked = context.config.repository === undefined ? undefined : await repositoryHere(context);
  const read = readOnce(context);
  const from =
    named.repository ?? (await sourceIn(here, asked, read)) ?? (await repositoryHere(context));
  const into = asked ?? namesIn((await read(from)).parent) ?? from;
  const isHere = here !== undefined && same(here, from);
  const branch = named.branch ?? (isHere ? await currentBranch(gitHere(context)) : undefined);
  if (branch === undefined) throw noBranch();
  const target = base ?? (await read(into)).main;
  if (target === undefined) throw empty(into);
  const ends = {
    source: { repository: from, branch },
    destination: { repository: into, branch: target },
    isHere,
  };
  if (same(from, into) && branch === target) throw sameBranch(branch);
  return ends;
}

type Read = (name: RepositoryName) => Promise<RepositoryFacts>;

function readOnce(context: Context): Read {
  const known = new Map<string, Promise<RepositoryFacts>>();
  return (name) => {
    const key = fullName(name).toLowerCase();
    const read = known.get(key) ?? readRepositoryFacts(context, name);
    known.set(key, read);
    return read;
  };
}

/** The clone here is meant where it is, or is a fork of, what -R names. */
async function sourceIn(
  here: RepositoryName | undefined,
  asked: RepositoryName | undefined,
  read: Read,
): Promise<RepositoryName | undefined> {
  if (here === undefined || asked === undefined || same(here, asked)) return here ?? asked;
  const facts = await read(here).catch(() => undefined);
  const parent = namesIn(facts?.parent);
  return parent && same(parent, asked) ? here : asked;
}

/** BRANCH or WORKSPACE/REPO:BRANCH; no branch has a colon in its name. */
async function headOf(head: string | undefined, { config }: Context) {
  if (head === undefined) return {};
  const [, repo, branch = ''] = /^(?:([^:]*):)?([^:]+)$/.exec(head) ?? [];
  if (branch === '') {
    throw new BbxError('USAGE', `No branch is called ${JSON.stringify(head.slice(0, 80))}.`, {
      hint: 'Give BRANCH, or WORKSPACE/REPO:BRANCH for one of another repository.',
    });
  }
  if (repo === undefined) return { branch };
  return {
    branch,
    repository: await repositoryName(repo, config.gitUrl, async () => config.workspace),
  };
}

const same = (one: RepositoryName, other: RepositoryName) =>
  fullName(one).toLowerCase() === fullName(other).toLowerCase();

const noBranch = () =>
  new BbxError('USAGE', 'No branch is named, and this folder is no clone of that repository.', {
    hint: 'Name the branch with --head BRANCH.',
  });

const empty = (repository: RepositoryName) =>
  new BbxError('CONFLICT', `${fullName(repository)} has no main branch: it is empty.`, {
    hint: 'Push a branch into it first, or name another one with --base.',
  });

const sameBranch = (branch: string) =>
  new BbxError('USAGE', `The branch ${branch} is where the pull request would go.`, {
    hint: 'Check out the branch with your changes, or name it with --head.',
  });
