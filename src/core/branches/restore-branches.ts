import { createBranch, hasCommit, readTip } from '../bitbucket/branches.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type Deletion, type Journal, openJournal } from './journal.ts';

/** What became of a branch that was to come back. */
export interface Restored {
  readonly name: string;
  readonly hash: string;
  /**
   * restored: made anew; there: it stands at that commit already; elsewhere: it is there, at another
   * commit, and was not touched; dropped: the server has the commit no more; remaining: not tried.
   */
  readonly status: 'restored' | 'there' | 'elsewhere' | 'dropped' | 'failed' | 'remaining';
  readonly why: string;
}

/** What became of all of them. */
export interface RestoreReport {
  readonly outcomes: readonly Restored[];
  /** Why it stopped before the end. */
  readonly stopped: BbxError | undefined;
}

/**
 * Makes deleted branches anew, each at the commit that it stood at, one by one. A branch that is there
 * is not touched. A rate limit, a lost connection and a refusal stop the run.
 * @throws BbxError FILE when the journal cannot be opened
 */
export async function restoreBranches(
  context: Context,
  facts: RepositoryFacts,
  deletions: readonly Deletion[],
): Promise<RestoreReport> {
  const outcomes: Restored[] = [];
  let stopped: BbxError | undefined;
  const journal = await openJournal(context.config, facts);
  try {
    for (const [at, deletion] of deletions.entries()) {
      if (context.signal.aborted) stopped = new BbxError('CANCELLED', 'Cancelled.');
      if (stopped) break;
      const { name } = deletion;
      context.progress({ label: `Restoring ${name}`, done: at + 1, total: deletions.length });
      const step = await context.unbroken((inner) => restoreOne(inner, facts, deletion, journal));
      outcomes.push(step.outcome);
      stopped = step.stop;
    }
  } finally {
    await journal.close();
  }
  const left = deletions
    .slice(outcomes.length)
    .map(({ name, hash }): Restored => ({ name, hash, status: 'remaining', why: 'not tried' }));
  return { outcomes: [...outcomes, ...left], stopped };
}

interface Step {
  readonly outcome: Restored;
  readonly stop?: BbxError | undefined;
}

async function restoreOne(
  context: Context,
  facts: RepositoryFacts,
  { name, hash, run }: Deletion,
  journal: Journal,
): Promise<Step> {
  const done = async (status: 'restored' | 'there', why: string): Promise<Step> => {
    // What is not written down is only offered once more.
    await journal.write({ event: 'restored', name, hash, run }).catch(() => undefined);
    return { outcome: { name, hash, status, why } };
  };
  try {
    await createBranch(context, facts, name, hash);
    return await done('restored', '');
  } catch (error) {
    if (!(error instanceof BbxError)) throw error;
    const step = await explained(context, facts, { name, hash }, error).catch(
      (second: unknown): Step => ({
        outcome: { name, hash, status: 'remaining', why: error.message },
        stop: second instanceof BbxError ? second : error,
      }),
    );
    return step.outcome.status === 'there' ? await done('there', step.outcome.why) : step;
  }
}

/**
 * Why a branch could not be made. What Bitbucket says about it differs (400 or 409 for one that is
 * there, 400 or 404 for a commit that is not), so the branch and the commit themselves are asked.
 */
async function explained(
  context: Context,
  facts: RepositoryFacts,
  { name, hash }: Pick<Deletion, 'name' | 'hash'>,
  error: BbxError,
): Promise<Step> {
  if (/^(RATE_LIMITED|FORBIDDEN|AUTH_)/.test(error.code)) throw error;
  const tip = await readTip(context, facts, name);
  if (tip === hash) return { outcome: { name, hash, status: 'there', why: '' } };
  if (tip !== undefined) {
    const why = `it is there at ${tip.slice(0, 12)}, and was not touched`;
    return { outcome: { name, hash, status: 'elsewhere', why } };
  }
  if (!(await hasCommit(context, facts, hash))) {
    const why = `the server has dropped ${hash}`;
    return { outcome: { name, hash, status: 'dropped', why } };
  }
  const lost = /^(NETWORK|TIMEOUT|UNAVAILABLE)$/.test(error.code);
  if (lost) throw error;
  return { outcome: { name, hash, status: 'failed', why: error.message } };
}
