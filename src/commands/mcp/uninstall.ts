import { command } from '../../cli/command.ts';
import { outputFlag } from '../../cli/write-answer.ts';
import { writeClientRows } from '../../cli/write-client-rows.ts';
import { writeError } from '../../core/output/terminal.ts';

export default command({
  name: 'mcp uninstall',
  summary: 'Take bbx out of the configuration of MCP clients again',
  description:
    'Takes out what bbx mcp install put in, and nothing else: a file that nobody changed since is byte for byte as it was, and one that install made is removed when nothing else is in it. Without a client it looks into the files of all.',
  examples: ['mcp uninstall', 'mcp uninstall cursor', 'mcp uninstall --project --dry-run'],
  usage: 'mcp uninstall [CLIENT...] [FLAGS]',
  args: { client: { description: 'Clients (default: all)', required: false, many: true } },
  flags: {
    project: { type: 'boolean', description: "Change the project's files" },
    name: {
      type: 'option',
      description: 'Name of the server in the files (default: bitbucket)',
      helpValue: 'NAME',
    },
    'dry-run': { type: 'boolean', description: 'Tell what would be done, and do nothing' },
    output: outputFlag,
  },
  run: async ({ values }) => {
    const [{ uninstallClients }, { askedOf }] = await Promise.all([
      import('../../core/mcp-clients/uninstall-clients.ts'),
      import('../../cli/mcp-client-arguments.ts'),
    ]);
    const asked = askedOf(values);
    const done = await uninstallClients(asked);
    await writeClientRows(done, values, asked.config);
    if (done.length === 0) writeError('bbx is in none of these files.\n');
  },
});
