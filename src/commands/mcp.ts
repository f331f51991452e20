import { command } from '../cli/command.ts';
import { currentFolder } from '../core/current-folder.ts';
import { loadConfig } from '../core/load-config.ts';

export default command({
  name: 'mcp',
  summary: 'Serve agents over the Model Context Protocol (stdio)',
  description:
    'Started by an MCP client, not by hand: it reads messages on standard input until that ends. The tools come in groups, since each costs tokens in every conversation: api (bb_get, bb_post, bb_put, bb_patch, bb_delete, bb_clone), pr (whole jobs on pull requests: bb_pr_review, bb_pr_list and more) and branches (bb_branches_list, bb_branches_prune, bb_branches_restore).',
  usage: 'mcp [--tools GROUPS] [--profile NAME]',
  examples: ['mcp', 'mcp --tools api,pr'],
  flags: {
    tools: {
      type: 'option',
      description:
        'Groups of tools to serve, separated by commas: api, pr, branches (default: api)',
      helpValue: 'GROUPS',
    },
    profile: {
      type: 'option',
      description: 'Sign in as this profile (default: by the git remote, else the current one)',
      helpValue: 'NAME',
    },
  },
  run: async ({ values }) => {
    const [{ serve }, { OPEN_POLICY }, { DEFAULT_GROUPS, operationsOf }] = await Promise.all([
      import('../mcp/serve.ts'),
      import('../mcp/policy/policy.ts'),
      import('../operations/registry.ts'),
    ]);
    const groups = typeof values.tools === 'string' ? values.tools.split(',') : DEFAULT_GROUPS;
    const operations = await operationsOf(groups.map((group) => group.trim()).filter(Boolean));
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const load = async () => await loadConfig({ cwd: currentFolder(), profile });
    await serve({ operations, policy: OPEN_POLICY, load });
  },
});
