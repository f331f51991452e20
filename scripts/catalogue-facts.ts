/**
 * What Bitbucket does and its API description does not say. Each entry names where it is known
 * from: "narrative" is the introduction that Atlassian ships inside the description itself
 * (x-atlassian-narrative), "text" is the prose of the operation in question.
 */

/** A fact about the operations whose "METHOD path" the pattern matches; `~` is a repository. */
export interface QueryFact {
  readonly at: RegExp;
  readonly add: readonly string[];
}

/** Query names that work and are not declared. `page`, `pagelen` and `fields` follow from rules. */
export const QUERY_FACTS: readonly QueryFact[] = [
  // text of both: include, exclude (repeatable) and path; POST takes the same as a form
  { at: /^GET ~\/commits(\/\{revision\})?$/, add: ['include', 'exclude', 'path'] },
  // text of both: "also supports filtering and sorting"; used in the narrative's own examples
  { at: /^GET ~\/pullrequests$/, add: ['q', 'sort'] },
  { at: /^GET \/workspaces\/\{workspace\}\/pullrequests\/\{selected_user\}$/, add: ['q', 'sort'] },
  // text: "supports filtering and sorting of the results"
  { at: /^GET ~\/pullrequests\/\{pull_request_id\}\/comments$/, add: ['q', 'sort'] },
  // text: "The default sorting is oldest to newest and can be overridden"
  { at: /^GET \/snippets\/\{workspace\}\/\{encoded_id\}\/comments$/, add: ['sort'] },
  // text: filtering by slug besides the declared sort and administrator
  { at: /^GET \/user\/workspaces$/, add: ['q'] },
  // text: "additionally supports filtering by email address", `q=user.email IN (...)`
  { at: /^GET \/workspaces\/\{workspace\}\/members$/, add: ['q'] },
  // text: both redirect to ~/diff/{spec} and ~/diffstat/{spec}, whose query names these are
  {
    at: /^GET ~\/pullrequests\/\{pull_request_id\}\/diff$/,
    add: ['context', 'path', 'ignore_whitespace', 'binary', 'renames', 'topic'],
  },
  {
    at: /^GET ~\/pullrequests\/\{pull_request_id\}\/diffstat$/,
    add: ['ignore_whitespace', 'path', 'renames', 'topic'],
  },
];

/** Lists whose answer the description leaves open; their text or Bitbucket's answers show pages. */
export const MORE_LISTS: readonly RegExp[] = [
  // text: "Returns a paginated list of the pull request's activity log"
  /^GET ~\/pullrequests(\/\{pull_request_id\})?\/activity$/,
  // text: "Returns a paginated list of the pull request's commits"
  /^GET ~\/pullrequests\/\{pull_request_id\}\/commits$/,
  // redirects to ~/diffstat/{spec} and ~/file-conflicts/{spec}, which are declared as lists
  /^GET ~\/pullrequests\/\{pull_request_id\}\/(diffstat|conflicts)$/,
  // text: "Returns a list of download links"; answers carry pagelen
  /^GET ~\/downloads$/,
  // undocumented: remembered from answers, and pagelen does no harm where it is not read
  /^GET \/user\/emails$/,
  /^GET ~\/pipelines\/\{pipeline_uuid\}\/steps\/\{step_uuid\}\/test_reports\/test_cases$/,
];

/** Declared with `values` and yet one answer, never pages: the schema has no pagelen and no next. */
export const NO_PAGES = /\/mergeability\/checks$/;

/** Narrative, "Pagination": "Globally, the minimum length is 10 and the maximum is 100". */
export const PAGE_MAXIMUM = 100;

/** Lists that refuse more than 50: 400 "Invalid pagelen", seen by three independent clients in 2026. */
export const FIFTY: readonly RegExp[] = [
  /^GET ~\/pullrequests$/,
  // pull request lists as well, of the same serializer; not seen refusing, so the safe side is taken
  /^GET \/workspaces\/\{workspace\}\/pullrequests\/\{selected_user\}$/,
  /^GET ~\/commit\/\{commit\}\/pullrequests$/,
  // a pull request in every entry
  /^GET ~\/pullrequests(\/\{pull_request_id\})?\/activity$/,
];

/** Operations that answer bytes: no content, or text, is declared, and the text says "raw". */
export const RAW: readonly RegExp[] = [
  /^GET ~\/(diff|patch)\/\{spec\}$/,
  /^GET ~\/pullrequests\/\{pull_request_id\}\/(diff|patch)$/,
  // a file; a directory answers a JSON list from the same template
  /^GET ~\/src\/\{commit\}\/\{path\}$/,
  // redirects to storage
  /^GET ~\/downloads\/\{filename\}$/,
  // application/octet-stream; redirects to storage once the step is over
  /^GET ~\/pipelines\/\{pipeline_uuid\}\/steps\/\{step_uuid\}\/(log|logs\/\{log_uuid\})$/,
  /^GET \/snippets\/.*\/files\/\{path\}$/,
  /^GET \/snippets\/.*\/\{revision\}\/(diff|patch)$/,
  // armoured key text
  /^GET \/workspaces\/\{workspace\}\/settings\/gpg\/public-key$/,
];
