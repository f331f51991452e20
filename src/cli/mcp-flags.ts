import type { Flag } from './command-line.ts';

/** What `bbx mcp` is told of what agents may do, and `bbx mcp install` writes down for it. */
export const MCP_FLAGS: Readonly<Record<string, Flag>> = {
  tools: {
    type: 'option',
    once: true,
    description: 'Groups of tools to serve, separated by commas: api, pr, branches (default: api)',
    helpValue: 'GROUPS',
  },
  'read-only': { type: 'boolean', description: 'Serve only what reads, and send only GET' },
  allow: {
    type: 'option',
    multiple: true,
    description:
      'Let pass only what such rules name, as "POST /repositories/*/*/pullrequests/*/comments"; repeatable',
    helpValue: 'RULE',
  },
  deny: {
    type: 'option',
    multiple: true,
    description: 'Refuse what such a rule names, whatever allows it; repeatable',
    helpValue: 'RULE',
  },
  pin: {
    type: 'option',
    multiple: true,
    description: 'Stay within this workspace or repository; repeatable',
    helpValue: 'WORKSPACE[/REPO]',
  },
  'no-merge': { type: 'boolean', description: 'Merge no pull request' },
  'no-delete': {
    type: 'boolean',
    description: 'Delete nothing, and no source branch with a merge',
  },
  confirm: {
    type: 'option',
    once: true,
    options: ['always', 'destructive', 'never'],
    description:
      'Before which calls a person has to agree: always, destructive (the default) or never',
    helpValue: 'WHEN',
  },
  profile: {
    type: 'option',
    once: true,
    description: 'Sign in as this profile (default: by the git remote, else the current one)',
    helpValue: 'NAME',
  },
};
