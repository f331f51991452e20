import { randomBytes } from 'node:crypto';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { deleteOne, type Outcome, type Run, type Step, stopOf } from './delete-one.ts';
import { openJournal } from './journal.ts';
import type { Fate } from './prune-plan.ts';
import type { Safety } from './safeties.ts';

/** What became of all of them. */
export interface DeletionReport {
  readonly outcomes: readonly Outcome[];
  /** Why it stopped before the end. */
  readonly stopped: BbxError | undefined;
}

/** What is to be deleted. */
export interface DeletionWork {
  readonly targets: readonly Fate[];
  /** Reads anew what saves branches: something may have come up since the plan was made. */
  readonly look: () => Promise<Safety>;
  /** The digest of the plan in a file, where it came from one. */
  readonly plan?: string | undefined;
}

/** As many refusals in a row are no matter of a single branch. */
const MOST_REFUSALS = 10;

/** After so many branches, or LOOK_AFTER milliseconds, what saves branches is read again. */
export const LOOK_EACH = 100;
const LOOK_AFTER = 5 * 60_000;

/**
 * Deletes branches one by one, each after another look at where it stands, and written to the journal
 * before; what saves branches is read at the beginning, and again on the way. ^C lets the one in flight
 * come to its end. A rate limit, a lost connection, and a token that may not delete stop the run.
 * @throws BbxError FILE when the journal cannot be opened: then nothing was deleted
 */
export async function deleteBranches(
  context: Context,
  facts: RepositoryFacts,
  { targets, look, plan }: DeletionWork,
): Promise<DeletionReport> {
  if (targets.length === 0) return { outcomes: [], stopped: undefined };
  const journal = await openJournal(context.config, facts);
  const id = `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`;
  const run: Run = { facts, journal, trusted: false };
  const looking = lookingAgain(look);
  const outcomes: Outcome[] = [];
  let refusals = 0;
  let stopped: BbxError | undefined;
  try {
    for (const [done, { name, hash }] of targets.entries()) {
      if (context.signal.aborted) stopped = new BbxError('CANCELLED', 'Cancelled.');
      if (stopped) break;
      const why = (await looking(done))(name);
      context.progress({ label: `Deleting ${name}`, done: done + 1, total: targets.length });
      const step: Step =
        why === undefined
          ? await deleteOne(context, run, { name, hash, run: id, plan })
          : { outcome: { name, hash, status: 'skipped', why: `by now ${why}` } };
      outcomes.push(step.outcome);
      refusals = step.stop?.code === 'FORBIDDEN' ? refusals + 1 : 0;
      stopped = step.stop?.code === 'FORBIDDEN' ? hopeless(step.stop, refusals) : step.stop;
    }
  } catch (error) {
    stopped = stopOf(error);
  } finally {
    await journal.close();
  }
  const why = stopped ? 'not tried: the run stopped before' : '';
  const left = targets
    .slice(outcomes.length)
    .map(({ name, hash }): Outcome => ({ name, hash, status: 'remaining', why }));
  return { outcomes: [...outcomes, ...left], stopped };
}

/** Reads again when it is time. */
function lookingAgain(look: () => Promise<Safety>): (done: number) => Promise<Safety> {
  let safety: Safety = () => undefined;
  let until = 0;
  return async (done) => {
    if (done % LOOK_EACH !== 0 && Date.now() < until) return safety;
    safety = await look();
    until = Date.now() + LOOK_AFTER;
    return safety;
  };
}

/** A scope that the token lacks, it lacks for all branches; other refusals may be about one. */
function hopeless(error: BbxError, refusals: number): BbxError | undefined {
  if (/lacks the scope/.test(error.message)) return error;
  if (refusals < MOST_REFUSALS) return undefined;
  return new BbxError('CONFLICT', `${refusals} in a row were refused: ${error.message}`, {
    hint: 'If others may be deleted, leave these out with --except GLOB; else ask an administrator.',
    ...{ status: error.status, server: error.server, cause: error },
  });
}
