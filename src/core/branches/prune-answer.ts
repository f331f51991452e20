import type { DataAnswer, Screen } from '../answer.ts';
import { BbxError } from '../errors.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { type DeletionReport, LOOK_EACH } from './delete-branches.ts';
import type { Outcome } from './delete-one.ts';
import type { Fate, PrunePlan } from './prune-plan.ts';

/** Requests an hour that Bitbucket gives to a user (support: API request limits). */
const HOURLY = 1000;
/** A look at the tip, and the deletion. */
const REQUESTS_EACH = 2;

/**
 * Says how long a prune takes where it is more than an hour's requests: those that the plan has taken,
 * those of the deletions, and those of the looks on the way.
 */
export function durationWords({
  goes,
  requests: { plan, look },
}: Pick<PrunePlan, 'goes' | 'requests'>): string | undefined {
  const count = goes.length;
  const requests = plan + count * REQUESTS_EACH + Math.ceil(count / LOOK_EACH) * look;
  if (count === 0 || requests <= HOURLY) return undefined;
  const hours = Math.ceil(requests / HOURLY) - 1;
  return `${counted(count)} take${count === 1 ? 's' : ''} about ${requests} requests, the plan's included, and Bitbucket allows ${HOURLY} an hour to a user: that is about ${hours} hour${hours === 1 ? '' : 's'} and as many pauses. bbx stops at each, and the same command goes on.`;
}

/** What a prune would do, a line for each branch. */
export function previewAnswer(plan: PrunePlan): DataAnswer {
  const { facts, unseen, goes, stays, others } = plan;
  const takes = durationWords(plan);
  const counts = {
    repository: facts.fullName,
    delete: goes.length,
    keep: stays.length,
    ...outsideData(plan),
    ...(takes && { takes }),
    ...(unseen && { unseen }),
  };
  const gone = goes.map((fate) => rowOf(fate, 'delete'));
  const kept = [...stays, ...others].map((fate) => rowOf(fate, 'keep'));
  return {
    kind: 'data',
    data: { ...counts, branches: [...gone, ...kept] },
    ...onlyGone(plan, { ...counts, branches: gone }),
    text: async (screen) => {
      const head = `Would delete ${counted(goes.length)} of ${facts.fullName}:`;
      const parts = [
        goes.length === 0
          ? `Nothing to delete in ${facts.fullName}.`
          : await listed(head, goes, screen),
        ...(await keptText(plan, screen)),
        takes,
      ];
      return parts.filter(Boolean).join('\n\n');
    },
  };
}

/** What a prune has done, a line for each branch, with the problem where there was one. */
export function reportAnswer(plan: PrunePlan, report: DeletionReport): DataAnswer {
  const { facts, unseen, stays, others } = plan;
  const { outcomes } = report;
  const of = (status: Outcome['status']) => outcomes.filter((one) => one.status === status);
  const counts = {
    deleted: of('deleted').length,
    skipped: of('skipped').length,
    failed: of('failed').length,
    remaining: of('remaining').length,
  };
  const reasons = new Map(plan.goes.map(({ name, why }) => [name, why]));
  const head = {
    repository: facts.fullName,
    ...counts,
    kept: stays.length,
    ...outsideData(plan),
    ...(unseen && { unseen }),
  };
  const met = outcomes.map(({ name, hash, status, why }) => ({
    ...{ name, hash, status },
    why: why || (reasons.get(name) ?? ''),
  }));
  const kept = [...stays, ...others].map(({ name, hash, why }) => ({
    ...{ name, hash, status: 'kept', why },
  }));
  return {
    kind: 'data',
    data: { ...head, branches: [...met, ...kept] },
    ...onlyGone(plan, { ...head, branches: met }),
    text: async () => reportText(plan, outcomes, counts),
    problem: problemOf(facts.fullName, counts, report.stopped),
  };
}

type Counts = Readonly<Record<Outcome['status'], number>>;

function problemOf(
  repository: string,
  { deleted, failed, remaining }: Counts,
  stopped: BbxError | undefined,
): BbxError | undefined {
  const done = `${counted(deleted)} of ${repository} deleted`;
  if (stopped?.code === 'CANCELLED') {
    return new BbxError('CANCELLED', `Stopped: ${done}, ${remaining} left.`, { hint: GO_ON });
  }
  if (stopped) {
    const { code, message, hint, status, server, retryAfter } = stopped;
    return new BbxError(code, `${message} ${done}, ${failed} failed, ${remaining} left.`, {
      hint: /^(FORBIDDEN|FILE|CONFLICT)$/.test(code) ? hint : `${hint ?? ''} ${GO_ON}`.trim(),
      ...{ status, server, retryAfter, cause: stopped },
    });
  }
  if (failed === 0) return undefined;
  return new BbxError('CONFLICT', `${counted(failed)} could not be deleted; ${done}.`, {
    hint: 'The list says why for each; --except GLOB leaves branches out.',
  });
}

const GO_ON = 'The same command goes on with the rest.';

const counted = (count: number) => `${count} branch${count === 1 ? '' : 'es'}`;

const rowOf = ({ name, hash, why, author, date }: Fate, status: string) => ({
  ...{ name, hash, status, why },
  ...(date !== undefined && { date: `${new Date(date).toISOString().slice(0, 19)}Z` }),
  ...(author !== undefined && { author }),
});

/** A model reads of what stays how much that is, unless somebody asked for all. */
const onlyGone = ({ stays, listsAll }: PrunePlan, data: object): Pick<DataAnswer, 'brief'> =>
  stays.length === 0 || listsAll
    ? {}
    : { brief: { data, omitted: ['branches that stay (all: true lists them)'], tellsAll: true } };

const outsideData = ({ outside }: PrunePlan) =>
  outside.size === 0 ? {} : { not_named: [...outside].map(([why, count]) => ({ why, count })) };

/** What stays, and why; a plan from a file knows of nothing else. */
async function keptText({ stays, others, outside }: PrunePlan, screen: Screen): Promise<string[]> {
  const parts = [];
  if (stays.length > 0) parts.push(await listed('These stay, though they fit:', stays, screen));
  if (others.length > 0) return [...parts, await listed('These do not fit:', others, screen)];
  if (outside.size > 0) {
    const groups = [...outside].map(([why, count]) => `${count} ${why}`);
    parts.push(`Not meant: ${groups.join(', ')}. (--all lists them.)`);
  }
  return parts;
}

async function listed(head: string, fates: readonly Fate[], screen: Screen): Promise<string> {
  const { table } = await import('../output/table.ts');
  const rows = fates.map(({ name, date, author = '', why }) => ({
    branch: name,
    tip: date === undefined ? '' : new Date(date).toISOString(),
    ...{ author, why },
  }));
  return `${head}\n${await table(rows, screen)}`;
}

function reportText(plan: PrunePlan, outcomes: readonly Outcome[], counts: Counts): string {
  const { facts } = plan;
  const told = outcomes.filter(
    ({ status, why }) => status !== 'deleted' && status !== 'remaining' && why,
  );
  const lines = told.map(({ name, status, why }) => `${status}  ${name}: ${why}`);
  const others = (['skipped', 'failed', 'remaining'] as const).filter(
    (status) => counts[status] > 0,
  );
  const rest = others.map((status) => `, ${counts[status]} ${status}`).join('');
  const back =
    counts.deleted > 0
      ? `\nbbx branches restore --last -R ${facts.fullName} brings them back.`
      : '';
  if (outcomes.length === 0) return `Nothing to delete in ${facts.fullName}.`;
  const sum = `Deleted ${counted(counts.deleted)} of ${facts.fullName}${rest}.${back}`;
  return sanitizeForTerminal([...lines, sum].join('\n'));
}
