import { isSafelyWritten } from './is-safely-written.ts';
import { matchOperation } from './match-operation.ts';

/**
 * DELETE requests that take nothing away but a mark of one's own, which one POST or PUT to the same
 * path sets again. Atlassian's API description says of them: "Redact the authenticated user's
 * approval" (of a pull request, of a commit), "Remove change request", "Reopen a comment thread",
 * "stop watching a specific snippet".
 */
const OWN_MARKS: ReadonlySet<string> = new Set([
  '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/approve',
  '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/request-changes',
  '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/comments/{comment_id}/resolve',
  '/repositories/{workspace}/{repo_slug}/commit/{commit}/approve',
  '/snippets/{workspace}/{encoded_id}/watch',
]);

/**
 * Whether a request only takes back one's own mark: an approval, a request for changes, the
 * resolution of a thread, the watching of a snippet. A path that a server could read in another
 * way than it is written is not taken for one of these.
 * @param method in any case
 * @param path with or without /2.0, a query and a slash at its end; encoded as it will be sent
 */
export function takesBack(method: string, path: string): boolean {
  if (method.toUpperCase() !== 'DELETE') return false;
  const template = matchOperation('DELETE', path)?.template ?? '';
  return OWN_MARKS.has(template) && isSafelyWritten(path, template);
}
