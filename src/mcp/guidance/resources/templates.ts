import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server';

/** What a variable of a template is completed from. */
export type VariableKind = 'endpoints' | 'workspace' | 'repo' | 'pull-request' | 'ref' | undefined;

/** What can be read as it is named. */
export const RESOURCES: readonly Resource[] = [
  {
    uri: 'bitbucket://endpoints',
    name: 'endpoints',
    title: 'Endpoints of the Bitbucket API',
    description: 'Every method and path, by group',
    mimeType: 'text/plain',
  },
];

const PULL = 'bitbucket://{workspace}/{repo}/pull-requests/{id}';

/** What can be read by filling in; ?offset=N behind any of them reads on in what was cut. */
export const TEMPLATES: readonly ResourceTemplateType[] = [
  {
    uriTemplate: 'bitbucket://endpoints/{query}',
    name: 'endpoints_search',
    title: 'Search the endpoints of the Bitbucket API',
    description: 'By words, a path or a scope: with scopes, query names and page limit',
    mimeType: 'text/plain',
  },
  {
    uriTemplate: PULL,
    name: 'pull_request',
    title: 'Pull request',
    description: 'Verdicts, checks, threads, tasks, and what blocks merging',
    mimeType: 'application/json',
  },
  {
    uriTemplate: `${PULL}/diff`,
    name: 'pull_request_diff',
    title: 'Diff of a pull request',
    description: 'What it changes, as git writes it',
    mimeType: 'text/x-diff',
  },
  {
    uriTemplate: 'bitbucket://{workspace}/{repo}/src/{commit}/{+path}',
    name: 'file',
    title: 'File',
    description: 'A file or folder at a commit, branch or tag',
  },
];

const KINDS: Readonly<Record<string, VariableKind>> = {
  query: 'endpoints',
  workspace: 'workspace',
  repo: 'repo',
  id: 'pull-request',
  commit: 'ref',
};

/** What the variable of a template is completed from; undefined for one that is not. */
export const kindOf = (variable: string): VariableKind =>
  Object.hasOwn(KINDS, variable) ? KINDS[variable] : undefined;
