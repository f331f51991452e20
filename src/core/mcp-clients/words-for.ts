import type { Client, Scope } from './client.ts';

/** What `bbx mcp install` and `uninstall` are told, so that they are about one server in one file. */
export const wordsFor = (client: Client, scope: Scope, name: string): string =>
  [
    client.id,
    ...(scope === 'project' ? ['--project'] : []),
    ...(name === 'bitbucket' ? [] : ['--name', name]),
  ].join(' ');
