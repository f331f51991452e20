import { setTimeout as sleep } from 'node:timers/promises';
import { deleteBranch, readTip, requireRepository } from '../bitbucket/branches.ts';
import type { RepositoryFacts } from '../bitbucket/repository-facts.ts';
import { outcomeOf, retryDelay } from '../client/retry.ts';
import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { Journal } from './journal.ts';

/** What became of a branch. */
export interface Outcome {
  readonly name: string;
  readonly hash: string;
  /** remaining: not tried, because the run stopped before. */
  readonly status: 'deleted' | 'skipped' | 'failed' | 'remaining';
  readonly why: string;
}

/** What one step came to: an outcome, and what keeps the others from being tried. */
export interface Step {
  readonly outcome: Outcome;
  readonly stop?: BbxError | undefined;
}

/** A branch that is to go, as the journal writes it down. */
export interface Target {
  readonly name: string;
  readonly hash: string;
  readonly run: string;
  /** The digest of the plan in a file that it stands in. */
  readonly plan?: string | undefined;
}

/** What the steps of one run have in common. */
export interface Run {
  readonly facts: RepositoryFacts;
  readonly journal: Journal;
  /** Whether the repository answered since the last branch that was seen. */
  trusted: boolean;
}

/**
 * Deletes a branch where it still stands at its commit. Each time that it is sent, the tip is read and
 * the journal is written anew, so that a commit that was pushed during a wait is not lost. ^C cuts
 * waits and looks; what is in flight comes to its end.
 * @returns never throws; what stops the run is in `stop`
 */
export async function deleteOne(context: Context, run: Run, target: Target): Promise<Step> {
  let doubt = false;
  let lost = false;
  try {
    for (let tries = 0; ; tries += 1) {
      const tip = await look(context, run, target);
      doubt = false;
      if (tip !== target.hash) return await notThere(run, target, { tip, lost });
      const sent = await context.unbroken((inner) => send(inner, run, target));
      const { error, gone } = sent;
      if (gone && (lost || !isMissing(error))) return await deleted(run, target);
      if (gone) return await notThere(run, target, { tip: undefined, lost });
      doubt = gone === undefined;
      lost ||= sent.lost;
      const wait = waitAfter(context, error, tries);
      if (wait === undefined) return doubt ? unknown(target, error) : refused(target, error);
      await pause(context, target.name, { error, wait });
    }
  } catch (error) {
    return doubt ? unknown(target, error) : refused(target, error);
  }
}

/** Where it stands. That it is gone is believed when the repository itself answers. */
async function look(
  context: Context,
  run: Run,
  { name }: Target,
  retry?: false,
): Promise<string | undefined> {
  const tip = await readTip(context, run.facts, name, retry);
  if (tip !== undefined) run.trusted = false;
  else if (!run.trusted) {
    await requireRepository(context, run.facts, retry);
    run.trusted = true;
  }
  return tip;
}

interface Sent {
  /** Undefined where even a second look did not tell. */
  readonly gone: boolean | undefined;
  /** Whether the answer was lost: then it may have had its effect, now or later. */
  readonly lost: boolean;
  readonly error?: unknown;
}

/** An answer that was lost says nothing, nor does "not found": then the branch itself is asked again. */
async function send(context: Context, run: Run, target: Target): Promise<Sent> {
  const { facts, journal } = run;
  await journal.write({ event: 'delete', ...target });
  try {
    await deleteBranch(context, facts, target.name);
    return { gone: true, lost: false };
  } catch (error) {
    const lost = !(error instanceof BbxError) || LOST.test(error.code);
    if (lost || isMissing(error)) {
      const tip = await look(context, run, target, false).catch(() => null);
      if (tip === null) return { gone: undefined, lost, error };
      if (tip === undefined) return { gone: true, lost, error };
    }
    // What was lost stays in doubt in the journal: the server may still do it.
    if (!lost) await forget(run, target);
    return { gone: false, lost, error };
  }
}

/** After these a deletion may have happened all the same. */
const LOST = /^(NETWORK|TIMEOUT|UNAVAILABLE|INTERNAL)$/;

const isMissing = (error: unknown) => error instanceof BbxError && error.code === 'NOT_FOUND';

async function deleted({ journal }: Run, target: Target): Promise<Step> {
  const { name, hash } = target;
  // The journal already has what restoring needs: a line less is no loss.
  await journal.write({ event: 'deleted', ...target }).catch(() => undefined);
  return { outcome: { name, hash, status: 'deleted', why: '' } };
}

const forget = async ({ journal }: Run, target: Target) =>
  await journal.write({ event: 'kept', ...target }).catch(() => undefined);

/** It is gone, or somewhere else; where an answer of ours was lost, it was us. */
async function notThere(
  run: Run,
  target: Target,
  { tip, lost }: { tip: string | undefined; lost: boolean },
): Promise<Step> {
  const { name, hash } = target;
  if (tip === undefined && lost) return await deleted(run, target);
  if (tip === undefined) {
    // Whoever was faster has it in a journal.
    await forget(run, target);
    return { outcome: { name, hash, status: 'skipped', why: 'already gone' } };
  }
  const why = `moved to ${tip.slice(0, 12)} since it was looked at`;
  return { outcome: { name, hash, status: 'skipped', why } };
}

/** As the client waits for others; never longer than --timeout. */
function waitAfter({ config }: Context, error: unknown, tries: number): number | undefined {
  const outcome = error instanceof BbxError ? outcomeOf(error) : undefined;
  if (outcome === undefined || !(error instanceof BbxError)) return undefined;
  const wait = retryDelay('DELETE', outcome, tries, error.retryAfter);
  const most = config.timeout === undefined ? Number.POSITIVE_INFINITY : config.timeout * 1000;
  return wait !== undefined && wait < most ? wait : undefined;
}

async function pause(
  { signal, progress, note }: Context,
  name: string,
  { error, wait }: { error: unknown; wait: number },
): Promise<void> {
  const seconds = Math.ceil(wait / 1000);
  if (wait >= 1000) note(`${wordsOf(error)} Looking at ${name} again in ${seconds} s.`);
  progress({ label: `Waiting ${seconds} s, then ${name}` });
  await sleep(wait, undefined, { signal }).catch((cause: unknown) => {
    throw new BbxError('CANCELLED', 'Cancelled.', { cause });
  });
}

/** A branch that is still there: it failed where that is about itself, else its turn is still to come. */
function refused({ name, hash }: Target, error: unknown): Step {
  const why = wordsOf(error);
  if (isOfOne(error)) return { outcome: { name, hash, status: 'failed', why } };
  const stop = stopOf(error);
  const status = stop.code === 'FORBIDDEN' ? 'failed' : 'remaining';
  return { outcome: { name, hash, status, why }, stop };
}

function unknown({ name, hash }: Target, error: unknown): Step {
  const why = `nobody knows whether it is gone; the journal has it: ${wordsOf(error)}`;
  return { outcome: { name, hash, status: 'failed', why }, stop: stopOf(error) };
}

/** Refusals that say nothing about other branches. A missing repository has another code by here. */
const isOfOne = (error: unknown) =>
  error instanceof BbxError && /^(BAD_REQUEST|CONFLICT|GONE|NOT_FOUND|POLICY)$/.test(error.code);

/** What a run stops with, of whatever was thrown. */
export const stopOf = (error: unknown): BbxError =>
  error instanceof BbxError ? error : new BbxError('INTERNAL', wordsOf(error), { cause: error });

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
