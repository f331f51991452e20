/** Where a person makes an API token: "Create API token with scopes", app Bitbucket. */
export const TOKEN_PAGE = 'https://id.atlassian.com/manage-profile/security/api-tokens';

/** What somebody does with bbx, and the scopes that a token needs for it. */
export interface ScopeSet {
  readonly name: 'reading' | 'pr review' | 'branches prune' | 'pipelines';
  /** All of them, in the words of Bitbucket; nothing is taken as implied by another. */
  readonly scopes: readonly string[];
}

/**
 * What to tick for an Atlassian API token. No scope implies another: writing does not grant
 * reading, and pull requests do not grant the repository. So each set stands for itself.
 * A diff of a pull request needs both read:pullrequest (for the redirect) and read:repository (for
 * where it leads); approving and merging need read and write; deleting a branch needs
 * write:repository, and pruning reads branches and pull requests first; starting a pipeline needs
 * read and write.
 * Source: the scopes of each operation in Atlassian's description of the API (2026).
 */
export const SCOPE_SETS: readonly ScopeSet[] = [
  {
    name: 'reading',
    scopes: scopes(
      'read:user',
      'read:workspace',
      'read:repository',
      'read:pullrequest',
      'read:pipeline',
    ),
  },
  {
    name: 'pr review',
    scopes: scopes('read:user', 'read:repository', 'read:pullrequest', 'write:pullrequest'),
  },
  {
    name: 'branches prune',
    scopes: scopes('read:repository', 'write:repository', 'read:pullrequest'),
  },
  { name: 'pipelines', scopes: scopes('read:pipeline', 'write:pipeline') },
];

function scopes(...names: string[]): string[] {
  return names.map((name) => `${name}:bitbucket`);
}
