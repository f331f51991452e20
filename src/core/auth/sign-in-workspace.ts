import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import type { Questions } from './questions.ts';
import type { Verified } from './verify-token.ts';

/**
 * Decides the workspace for names that are given without one: the one that was asked for, else the
 * only one, else the one of BITBUCKET_DEFAULT_WORKSPACE, else a person chooses.
 * @returns undefined when nobody knows
 * @throws BbxError NOT_FOUND for one that the account has not, CANCELLED
 */
export async function chosenWorkspace(
  wanted: string | undefined,
  { workspaces }: Verified,
  config: Config,
  questions: Questions | undefined,
): Promise<string | undefined> {
  if (workspaces === undefined) return wanted ?? config.workspace;
  const own = (name = '') => workspaces.find((slug) => slug.toLowerCase() === name.toLowerCase());
  if (wanted !== undefined) return own(wanted) ?? absent(wanted, workspaces);
  const [only, second] = workspaces;
  if (second === undefined) return only;
  return own(config.workspace) ?? (await questions?.choose(workspaces));
}

/**
 * The workspace of an access token, which cannot be asked who it is.
 * @throws BbxError USAGE where nobody can be asked, CANCELLED
 */
export async function askedWorkspace(questions: Questions | undefined): Promise<string> {
  const given = (await questions?.workspace())?.trim();
  if (given) return given;
  throw new BbxError('USAGE', 'An access token needs the name of its workspace.', {
    hint: 'Give --workspace WORKSPACE, or --repo WORKSPACE/REPO for the token of a repository. Nothing was stored.',
  });
}

function absent(wanted: string, workspaces: readonly string[]): never {
  const there = workspaces.join(', ').slice(0, 300);
  throw new BbxError('NOT_FOUND', `The account has no workspace ${JSON.stringify(wanted)}.`, {
    hint: `Nothing was stored. ${there ? `It has: ${there}.` : 'It has none.'}`,
  });
}
