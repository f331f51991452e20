/**
 * What a classic scope (of access tokens and OAuth) is worth in scopes of API tokens. Here, other
 * than there, one implies another (Atlassian's "Bitbucket OAuth 2.0 scopes").
 */
const CLASSIC: Readonly<Record<string, readonly string[]>> = {
  account: ['read:user', 'read:workspace'],
  project: ['read:project', 'read:repository'],
  repository: ['read:repository'],
  'repository:write': ['read:repository', 'write:repository'],
  'repository:admin': ['admin:repository'],
  pullrequest: ['read:pullrequest', 'read:repository'],
  'pullrequest:write': [
    'read:pullrequest',
    'write:pullrequest',
    'read:repository',
    'write:repository',
  ],
  pipeline: ['read:pipeline'],
  'pipeline:write': ['read:pipeline', 'write:pipeline'],
  'pipeline:variable': ['read:pipeline', 'write:pipeline', 'admin:pipeline'],
  'account:write': ['read:user', 'write:user', 'read:workspace'],
  email: ['read:user'],
  'project:admin': ['admin:project'],
  'repository:delete': ['delete:repository'],
  runner: ['read:runner'],
  'runner:write': ['read:runner', 'write:runner'],
  snippet: ['read:snippet'],
  'snippet:write': ['read:snippet', 'write:snippet', 'delete:snippet'],
  webhook: ['read:webhook', 'write:webhook', 'delete:webhook'],
};

/** The API-token scopes that a list of scopes, classic or not, amounts to. */
export const worthOf = (scopes: readonly string[]): string[] =>
  scopes.flatMap((scope) => (CLASSIC[scope] ?? [scope]).map(whole));

const whole = (scope: string) => (scope.endsWith(':bitbucket') ? scope : `${scope}:bitbucket`);

/** How an access token calls a scope: "write:pullrequest:bitbucket" is "pullrequest:write". */
export function classicName(scope: string): string {
  if (!scope.endsWith(':bitbucket')) return scope;
  const [verb = '', noun = ''] = scope.split(':');
  if (noun === 'user' || noun === 'workspace') return 'account';
  return verb === 'read' ? noun : `${noun}:${verb}`;
}
