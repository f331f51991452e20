import { readTip } from '../../core/bitbucket/branches.ts';
import { fullName } from '../../core/bitbucket/full-name.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';

/**
 * Sees that there is a branch to merge into; Bitbucket's own refusal only repeats the field's name.
 * @throws BbxError NOT_FOUND, and as `readTip`
 */
export async function checkBase(
  context: Context,
  name: PullRequestName,
  base: string,
): Promise<void> {
  if ((await readTip(context, name, base)) !== undefined) return;
  throw new BbxError('NOT_FOUND', `${fullName(name)} has no branch ${base} to merge into.`, {
    hint: 'Name another one with --base. Nothing was sent.',
  });
}
