import { command } from '../cli/command.ts';
import { MCP_FLAGS } from '../cli/mcp-flags.ts';
import { currentFolder } from '../core/current-folder.ts';
import { loadConfig } from '../core/load-config.ts';

export default command({
  name: 'mcp',
  summary: 'Serve agents over the Model Context Protocol (stdio)',
  description:
    'Started by an MCP client, not by hand: it reads messages on standard input until that ends. The tools come in groups, since each costs tokens in every conversation: api (bb_get, bb_post, bb_put, bb_patch, bb_delete, bb_clone), pr (whole jobs on pull requests: bb_pr_review, bb_pr_list and more) and branches (bb_branches_list, bb_branches_prune, bb_branches_restore). What agents may do is set by flags, by variables (BBX_MCP_READ_ONLY, BBX_MCP_DENY and so on) and by settings (mcp.read_only, mcp.deny and so on): all that any of them forbids holds, and no agent can change it. A rule is VERB[,VERB] /path with GET, POST, PUT, DELETE, CLONE or * for the verb, * for a segment and ** for any rest of the path.',
  usage: 'mcp [FLAGS]',
  examples: [
    'mcp',
    'mcp --tools api,pr',
    'mcp --read-only --pin acme',
    'mcp --no-merge --no-delete --deny "* /repositories/*/*/pipelines-config/**"',
    'mcp --allow "GET /**" --allow "POST /repositories/acme/*/pullrequests/*/comments"',
  ],
  flags: MCP_FLAGS,
  run: async ({ values }) => {
    const [{ serve }, { startPolicy }, { DEFAULT_GROUPS, operationsOf }] = await Promise.all([
      import('../mcp/serve.ts'),
      import('../mcp/policy/start-policy.ts'),
      import('../operations/registry.ts'),
    ]);
    const { policy, tools = DEFAULT_GROUPS } = await startPolicy(values);
    const operations = await operationsOf(tools);
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const load = async () => await loadConfig({ cwd: currentFolder(), profile });
    await serve({ operations, policy, load });
  },
});
