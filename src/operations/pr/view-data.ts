import type { Check, CheckState } from '../../core/bitbucket/checks.ts';
import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import type { Thread } from '../../core/bitbucket/threads.ts';
import { BbxError } from '../../core/errors.ts';
import { sourceName } from './source-name.ts';
import { type Part, unresolved, type ViewParts } from './view-parts.ts';

/** In characters; a longer comment is told in full with all comments. */
const LONGEST = 280;

/** What a program reads of a pull request. A part that could not be read is null, and `missing` says why. */
export function viewData(parts: ViewParts, withComments: boolean): Record<string, unknown> {
  const { pr, checks, threads, tasks, blockers } = parts;
  return {
    id: pr.id,
    title: pr.title,
    state: pr.state,
    draft: pr.draft,
    author: pr.author.name,
    source: sourceName(pr),
    destination: pr.destination.branch,
    created_on: pr.createdOn,
    updated_on: pr.updatedOn,
    reviewers: reviewersOf(pr).map(({ name, verdict = null }) => ({ name, verdict })),
    checks: known(checks, checksData),
    ...(withComments
      ? { threads: known(threads, (all) => all.map(threadData)) }
      : { unresolved: known(threads, (all) => unresolved(all).map(threadBrief)) }),
    tasks: known(tasks, (all) => all.map(({ id, text }) => ({ id, text }))),
    ...(pr.state === 'OPEN' && { blocked_by: blockers }),
    comments: pr.comments,
    description: pr.description,
    ...missing(parts),
    url: pr.url,
  };
}

const known = <T, R>(part: Part<T>, tell: (value: T) => R): R | null =>
  part instanceof BbxError ? null : tell(part);

function missing({ checks, threads, tasks }: ViewParts) {
  const failed = Object.entries({ checks, threads, tasks }).flatMap(([name, part]) =>
    part instanceof BbxError ? [[name, part.message] as const] : [],
  );
  return failed.length > 0 ? { missing: Object.fromEntries(failed) } : {};
}

/** Those who are asked to review, and whoever gave a verdict without being asked. */
export function reviewersOf({ reviewers, participants }: PullRequest) {
  const verdicts = new Map(participants.map(({ person, verdict }) => [person.uuid, verdict]));
  const asked = new Set(reviewers.map(({ uuid }) => uuid));
  const others = participants.filter(({ person, verdict }) => verdict && !asked.has(person.uuid));
  return [...reviewers, ...others.map(({ person }) => person)].map(({ uuid, name }) => ({
    name,
    verdict: verdicts.get(uuid),
  }));
}

/** How many checks are in which state; states without any are absent. */
export function countChecks(checks: readonly Check[]): Partial<Record<CheckState, number>> {
  const counts: Partial<Record<CheckState, number>> = {};
  for (const { state } of checks) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

const checksData = (checks: readonly Check[]) => ({
  ...countChecks(checks),
  failing: checks
    .filter(({ state }) => state === 'failed')
    .map(({ name, description, url }) => ({ name, description, url })),
});

const placeData = ({ place, outdated }: Thread) => ({
  ...(place && { path: place.path, line: place.line ?? null }),
  ...(place?.side === 'old' && { side: 'old' }),
  ...(outdated && { outdated }),
});

function threadBrief(thread: Thread) {
  const [first] = thread.comments;
  const text = first?.text ?? '';
  return {
    id: thread.id,
    ...placeData(thread),
    author: first?.author.name,
    text: text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text,
    replies: thread.comments.length - 1,
  };
}

const threadData = (thread: Thread) => ({
  id: thread.id,
  ...placeData(thread),
  ...(thread.place && { resolved: thread.resolvedBy !== undefined }),
  comments: thread.comments.map(({ id, author, createdOn, text, pending }) => ({
    id,
    author: author.name,
    created_on: createdOn,
    text,
    ...(pending && { pending }),
  })),
});
