import type { PullRequest } from '../../core/bitbucket/pull-request.ts';
import { sanitizeForTerminal } from '../../core/output/sanitize.ts';

/** A pull request in two lines, for whoever is asked about it; safe for a terminal. */
export const shortLines = ({ id, title, author, draft, source, destination }: PullRequest) => [
  safe(`#${id}  ${title}${draft ? '  (draft)' : ''}`),
  safe(`    ${author.name}: ${source.branch} into ${destination.branch}`),
];

/** Other people's text as one line of a terminal. */
export const safe = (text: string): string => sanitizeForTerminal(text).replace(/\s*\n\s*/g, ' ');
