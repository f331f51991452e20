import { randomBytes } from 'node:crypto';
import { deleteBranch, readTip } from '../bitbucket/branches.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Fate } from './prune-plan.ts';

/** What became of a branch. */
export interface Outcome {
  readonly name: string;
  readonly hash: string;
  /** remaining: not tried, because the run stopped before. */
  readonly status: 'deleted' | 'skipped' | 'failed' | 'remaining';
  readonly why: string;
}

/** What became of all of them. */
export interface DeletionReport {
  readonly outcomes: readonly Outcome[];
  /** Why it stopped before the end. */
  readonly stopped: BbxError | undefined;
}

/** What one step came to: an outcome, and what keeps the others from being tried. */
interface Step {
  readonly outcome: Outcome;
  readonly stop?: BbxError | undefined;
}

/** As many refusals in a row are no matter of a single branch. */
const MOST_REFUSALS = 3;

/**
 * Deletes branches one by one, each after another look at where it stands, and written to the journal
 * before. ^C lets the one in flight come to its end. A rate limit, a lost connection, and a token
 * that may not delete stop the run.
 * @throws BbxError FILE when the journal cannot be opened: then nothing was deleted
 */
export async function deleteBranches(
  context: Context,
  facts: RepositoryFacts,
  targets: readonly Fate[],
): Promise<DeletionReport> {
  if (targets.length === 0) return { outcomes: [], stopped: undefined };
  const journal = await openJournal(context.config, facts);
  const run = `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`;
  const outcomes: Outcome[] = [];
  let refusals = 0;
  let stopped: BbxError | undefined;
  try {
    for (const [done, { name, hash }] of targets.entries()) {
      if (context.signal.aborted) stopped = new BbxError('CANCELLED', 'Cancelled.');
      if (stopped) break;
      context.progress({ label: `Deleting ${name}`, done: done + 1, total: targets.length });
      const target = { name, hash, run };
      const step = await context.unbroken((inner) => deleteOne(inner, facts, target, journal));
      outcomes.push(step.outcome);
      refusals = step.stop?.code === 'FORBIDDEN' ? refusals + 1 : 0;
      stopped = step.stop?.code === 'FORBIDDEN' ? hopeless(step.stop, refusals) : step.stop;
    }
  } finally {
    await journal.close();
  }
  const why = stopped ? 'not tried: the run stopped before' : '';
  const left = targets
    .slice(outcomes.length)
    .map(({ name, hash }): Outcome => ({ name, hash, status: 'remaining', why }));
  return { outcomes: [...outcomes, ...left], stopped };
}

/** A scope that the token lacks, it lacks for all branches; other refusals may be about one. */
const hopeless = (error: BbxError, refusals: number) =>
  refusals >= MOST_REFUSALS || /lacks the scope/.test(error.message) ? error : undefined;

interface Target {
  readonly name: string;
  readonly hash: string;
  readonly run: string;
}

async function deleteOne(
  context: Context,
  facts: RepositoryFacts,
  target: Target,
  journal: Journal,
): Promise<Step> {
  const { name, hash } = target;
  try {
    const tip = await readTip(context, facts, name);
    if (tip === undefined)
      return { outcome: { name, hash, status: 'skipped', why: 'already gone' } };
    if (tip !== hash) {
      const why = `moved to ${tip.slice(0, 12)} since it was looked at`;
      return { outcome: { name, hash, status: 'skipped', why } };
    }
    await journal.write({ event: 'delete', ...target });
  } catch (error) {
    return refused(target, error);
  }
  const { gone, error } = await sendDelete(context, facts, name);
  if (gone === undefined) {
    const why = `nobody knows whether it is gone; the journal has it: ${wordsOf(error)}`;
    return { outcome: { name, hash, status: 'failed', why }, stop: stopOf(error) };
  }
  // The journal already has what restoring needs: a line less is no loss.
  await journal.write({ event: gone ? 'deleted' : 'kept', ...target }).catch(() => undefined);
  return gone ? { outcome: { name, hash, status: 'deleted', why: '' } } : refused(target, error);
}

/** A branch that is still there: it failed where that is about itself, else its turn is still to come. */
function refused({ name, hash }: Target, error: unknown): Step {
  const why = wordsOf(error);
  if (isOfOne(error)) return { outcome: { name, hash, status: 'failed', why } };
  const stop = stopOf(error);
  const status = stop.code === 'FORBIDDEN' ? 'failed' : 'remaining';
  return { outcome: { name, hash, status, why }, stop };
}

interface Sent {
  /** Undefined where even a second look did not tell. */
  readonly gone: boolean | undefined;
  readonly error?: unknown;
}

/** An answer that was lost says nothing: then the branch itself is asked again. */
async function sendDelete(context: Context, facts: RepositoryFacts, name: string): Promise<Sent> {
  try {
    await deleteBranch(context, facts, name);
    return { gone: true };
  } catch (error) {
    const code = error instanceof BbxError ? error.code : 'INTERNAL';
    // It was there a moment ago: an earlier try has done it, or somebody was faster.
    if (code === 'NOT_FOUND') return { gone: true };
    if (!LOST.test(code)) return { gone: false, error };
    const tip = await readTip(context, facts, name).catch(() => null);
    return { gone: tip === null ? undefined : tip === undefined, error };
  }
}

/** After these a deletion may have happened all the same. */
const LOST = /^(NETWORK|TIMEOUT|UNAVAILABLE|INTERNAL)$/;

/** Refusals that say nothing about other branches. */
const isOfOne = (error: unknown) =>
  error instanceof BbxError && /^(BAD_REQUEST|CONFLICT|GONE)$/.test(error.code);

const stopOf = (error: unknown): BbxError =>
  error instanceof BbxError ? error : new BbxError('INTERNAL', wordsOf(error), { cause: error });

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
