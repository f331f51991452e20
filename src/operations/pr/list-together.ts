import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import type { PullRequestList } from '../../core/bitbucket/pull-request-list.ts';
import { BbxError } from '../../core/errors.ts';

/** The lists of several places as one. */
export interface Listed extends PullRequestList {
  /** Which places could not be listed, and why. */
  readonly problem: BbxError | undefined;
}

/**
 * Puts lists together, in their common order and cut to the limit. A place that fails does not take
 * the others along; when all fail, the first failure is thrown.
 * @param names of the places, for the words of a problem
 */
export async function listTogether(
  lists: readonly Promise<PullRequestList>[],
  names: readonly string[],
  { sort, limit }: { readonly sort: string; readonly limit: number },
): Promise<Listed> {
  const settled = await Promise.allSettled(lists);
  const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = settled.flatMap((one, at) =>
    one.status === 'rejected' ? [{ name: names[at] ?? '', error: one.reason }] : [],
  );
  const [first] = failed;
  if (first && (done.length === 0 || !isOfThePlace(first.error))) throw first.error;
  const all = done.flatMap(({ found }) => found).sort(order(sort));
  const sizes = done.map(({ size }) => size);
  const found = all.slice(0, limit);
  return {
    found,
    size: sizes.includes(undefined) ? undefined : sum(sizes),
    partial: done.some(({ partial }) => partial) || all.length > limit,
    problem: first && problemOf(failed),
  };
}

interface Failed {
  readonly name: string;
  readonly error: unknown;
}

const isOfThePlace = (error: unknown) => error instanceof BbxError && error.code !== 'CANCELLED';

function problemOf(failed: readonly Failed[]): BbxError | undefined {
  const errors = failed.flatMap(({ name, error }) =>
    error instanceof BbxError ? [{ name, error }] : [],
  );
  const [first] = errors;
  return (
    first &&
    new BbxError(
      first.error.code,
      errors.map(({ name, error }) => `${name} is not in the list: ${error.message}`).join(' '),
      { hint: first.error.hint, status: first.error.status, cause: first.error },
    )
  );
}

const sum = (numbers: readonly (number | undefined)[]) =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0);

/** As Bitbucket sorts by a time, for lists that it has sorted each. */
function order(sort: string): (a: PullRequest, b: PullRequest) => number {
  const by = sort.endsWith('created_on') ? 'createdOn' : 'updatedOn';
  const sign = sort.startsWith('-') ? -1 : 1;
  return (a, b) => sign * (Date.parse(a[by]) - Date.parse(b[by]));
}
