import { command } from '../../cli/command.ts';
import { MCP_FLAGS } from '../../cli/mcp-flags.ts';
import { outputFlag } from '../../cli/write-answer.ts';
import { writeClientRows } from '../../cli/write-client-rows.ts';
import { writeError } from '../../core/output/terminal.ts';

export default command({
  name: 'mcp install',
  summary: 'Add bbx to the configuration of MCP clients',
  description:
    'Finds the clients that are installed, or takes the named ones: claude-code, claude-desktop, cursor, vscode, windsurf, codex, gemini, qwen, copilot, opencode, goose, cline, roo, zed, junie, kiro and kilo. All else in their files stays byte for byte, a second run changes nothing, and no token is written: the server uses the profile of bbx auth login. Flags on what agents may do are written down as arguments of the server. With --project it writes the file that all share who work on the project.',
  examples: [
    'mcp install',
    'mcp install claude-code cursor --read-only',
    'mcp install codex --pin acme --no-merge --no-delete',
    'mcp install codex --profile work --name bitbucket-work',
    'mcp install vscode --project',
    'mcp install --dry-run',
  ],
  usage: 'mcp install [CLIENT...] [FLAGS]',
  args: {
    client: { description: 'Clients (default: those installed)', required: false, many: true },
  },
  flags: {
    project: { type: 'boolean', description: "Write the project's file, shared through git" },
    ...MCP_FLAGS,
    name: {
      type: 'option',
      description: 'Name of the server in the files (default: bitbucket)',
      helpValue: 'NAME',
    },
    'dry-run': { type: 'boolean', description: 'Tell what would be done, and do nothing' },
    output: outputFlag,
  },
  run: async ({ values }) => {
    const [{ installClients }, { askedOf, serverFlagsOf }, { checkSignIn }] = await Promise.all([
      import('../../core/mcp-clients/install-clients.ts'),
      import('../../cli/mcp-client-arguments.ts'),
      import('../../core/mcp-clients/check-sign-in.ts'),
    ]);
    const [{ operationsOf }, { makePolicy }, { combine }, { saidInFlags }] = await Promise.all([
      import('../../operations/registry.ts'),
      import('../../mcp/policy/make-policy.ts'),
      import('../../mcp/policy/combine.ts'),
      import('../../mcp/policy/said-in-flags.ts'),
    ]);
    // What would stop the server's start is not written.
    const said = saidInFlags(values);
    makePolicy(combine([said]));
    if (said.tools !== undefined) await operationsOf(said.tools);
    const asked = askedOf(values);
    const flags = serverFlagsOf(values);
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const note = await checkSignIn(asked.config, profile);
    await writeClientRows(await installClients(asked, flags), values, asked.config);
    if (note !== undefined) writeError(`${note}\n`);
  },
});
