import type { Sandbox } from './sandbox.ts';

/**
 * The environment under which bbx talks to a sandbox.
 * @returns names and values, as they go into a child's environment or into `export` lines
 */
export function sandboxEnvironment(sandbox: Sandbox): Record<string, string> {
  const { full } = sandbox.credentials;
  return {
    ATLASSIAN_USER_EMAIL: full.email,
    ATLASSIAN_API_TOKEN: full.token,
    BBX_API_URL: sandbox.url,
    BBX_GIT_URL: sandbox.gitUrl,
    BITBUCKET_DEFAULT_WORKSPACE: 'acme',
  };
}

/** The same as lines for a POSIX shell. */
export function exportLines(sandbox: Sandbox): string[] {
  const quote = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const entries = Object.entries(sandboxEnvironment(sandbox));
  return entries.map(([name, value]) => `export ${name}=${quote(value)}`);
}
