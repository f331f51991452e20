import { fillTemplate, matchTemplate, segmentsOf } from './template.ts';

/** An operation that Bitbucket took away, or announced that it will. */
export interface Removed {
  /** "any" where every method went. */
  readonly method: 'GET' | 'any';
  readonly template: string;
  /** "deprecated" may still answer, for how long nobody says. */
  readonly status: 'removed' | 'deprecated';
  /** The day it went or was deprecated, 2026-04-14; undefined where Atlassian names none. */
  readonly since?: string;
  /** The number in Atlassian's changelog, "CHANGE-2770". */
  readonly change?: string;
  /** A sentence on what to do now. */
  readonly instead: string;
}

const CHANGE_2770 = {
  method: 'GET',
  status: 'removed',
  since: '2026-04-14',
  change: 'CHANGE-2770',
} as const;

const ISSUES = {
  method: 'any',
  status: 'removed',
  since: '2026-08-20',
  instead: "Bitbucket's issue tracker is gone; issues live in Jira now.",
} as const;

const WIKI = {
  method: 'any',
  status: 'removed',
  since: '2026-08-20',
  instead: 'Wikis are gone from Bitbucket; nothing replaces this.',
} as const;

const SEARCH = {
  method: 'GET',
  status: 'deprecated',
  since: '2026-11-01',
  instead: 'Nothing replaces code search; clone the repository and use `git grep`.',
} as const;

const VARIABLES = {
  method: 'any',
  status: 'deprecated',
  instead: 'Use /workspaces/{workspace}/pipelines-config/variables.',
} as const;

const TEAMS = {
  method: 'any',
  status: 'removed',
  instead: 'Teams became workspaces: use /workspaces/{workspace}.',
} as const;

/**
 * From Atlassian's changelog, its API description of October 2026 (`deprecated: true`) and the
 * 410 answers that CHANGE-2770 routes give since 2026-04-14. The first that fits a path wins.
 */
export const REMOVED: readonly Removed[] = [
  { ...CHANGE_2770, template: '/workspaces', instead: 'Use /user/workspaces.' },
  {
    ...CHANGE_2770,
    template: '/repositories',
    instead: 'Use /repositories/{workspace}?role=member, for each workspace of /user/workspaces.',
  },
  {
    ...CHANGE_2770,
    template: '/snippets',
    instead: 'Use /snippets/{workspace}, for each workspace of /user/workspaces.',
  },
  {
    ...CHANGE_2770,
    template: '/user/permissions/workspaces',
    instead: 'Use /user/workspaces, or /user/workspaces/{workspace}/permission for one of them.',
  },
  {
    ...CHANGE_2770,
    template: '/user/permissions/repositories',
    instead: 'Use /user/workspaces/{workspace}/permissions/repositories.',
  },
  {
    method: 'GET',
    template: '/pullrequests/{selected_user}',
    status: 'removed',
    change: 'CHANGE-3022',
    instead: 'Use /workspaces/{workspace}/pullrequests/{selected_user}.',
  },
  ...['issues', 'components', 'milestones', 'versions'].flatMap((name) => [
    { ...ISSUES, template: `/repositories/{workspace}/{repo_slug}/${name}` },
    { ...ISSUES, template: `/repositories/{workspace}/{repo_slug}/${name}/{path}` },
  ]),
  { ...WIKI, template: '/repositories/{workspace}/{repo_slug}/wiki/{path}' },
  { ...SEARCH, template: '/workspaces/{workspace}/search/code' },
  { ...SEARCH, template: '/users/{selected_user}/search/code' },
  { ...SEARCH, template: '/teams/{username}/search/code' },
  ...['/teams/{workspace}', '/users/{selected_user}'].flatMap((owner) => [
    { ...VARIABLES, template: `${owner}/pipelines_config/variables` },
    { ...VARIABLES, template: `${owner}/pipelines_config/variables/{path}` },
  ]),
  { ...TEAMS, template: '/teams/{workspace}/{path}' },
  { ...TEAMS, template: '/teams', instead: 'Teams became workspaces: use /user/workspaces.' },
  {
    method: 'GET',
    template: '/snippets/{workspace}/{encoded_id}/watchers',
    status: 'deprecated',
    instead:
      'Nothing replaces it; /snippets/{workspace}/{encoded_id}/watch tells whether you watch.',
  },
  {
    method: 'any',
    template: '/1.0/{path}',
    status: 'removed',
    since: '2019',
    instead: 'Use the same thing under /2.0; `bbx endpoints WORDS` finds it.',
  },
];

/** These parts of /1.0 were never replaced and live on. */
const STILL_1_0 = /^\/?1\.0\/(groups|group-privileges|invitations)(\/|$|\?)/;

/**
 * What became of a path that Bitbucket once served, with `instead` filled from the asked path:
 * "/pullrequests/bob" → "Use /workspaces/{workspace}/pullrequests/bob."
 * @param path with or without /2.0 and a query
 * @param method POST /snippets lives on where GET /snippets went
 */
export function removedAt(path: string, method = 'GET'): Removed | undefined {
  if (STILL_1_0.test(path)) return undefined;
  const segments = segmentsOf(path);
  for (const removed of REMOVED) {
    const values = matchTemplate(removed.template, segments);
    const fits = removed.method === 'any' || removed.method === method.toUpperCase();
    if (values && fits) return { ...removed, instead: fillTemplate(removed.instead, values) };
  }
  return undefined;
}
