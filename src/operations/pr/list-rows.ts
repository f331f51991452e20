import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import { sourceName } from './source-name.ts';

/** What scripts ask of a pull request in a list, and a person sees. */
type Row = ReturnType<typeof listRow>;

/**
 * A pull request in a list: what tells it from others and what it waits for.
 * @param withRepository where the rows come from several
 */
export function listRow(pr: PullRequest, withRepository: boolean) {
  const verdicts = pr.participants.map(({ verdict }) => verdict);
  return {
    id: pr.id,
    ...(withRepository && { repository: pr.destination.repository }),
    title: pr.title,
    author: pr.author.name,
    state: pr.state,
    draft: pr.draft,
    source: sourceName(pr),
    destination: pr.destination.branch,
    approvals: verdicts.filter((verdict) => verdict === 'approved').length,
    changes_requested: verdicts.filter((verdict) => verdict === 'changes_requested').length,
    comments: pr.comments,
    updated_on: pr.updatedOn,
    url: pr.url,
  };
}

/** The same for a model: a time of day and an address cost it as much as a title. */
export function briefRow({ updated_on, comments, url, ...row }: Row) {
  return { ...row, updated: updated_on.slice(0, 10) };
}
