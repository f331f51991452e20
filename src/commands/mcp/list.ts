import { command } from '../../cli/command.ts';
import { outputFlag, writeAnswer } from '../../cli/write-answer.ts';
import { openTerminal, writeError } from '../../core/output/terminal.ts';

export default command({
  name: 'mcp list',
  summary: 'List where bbx is configured in MCP clients, and whether that works',
  description:
    'Starts each configured server for a moment, as its client would, and waits for its first answer. Nothing is sent to Bitbucket. A file of the project cannot name another program than bbx to be started.',
  examples: ['mcp list', 'mcp list -o json'],
  flags: { output: outputFlag },
  run: async ({ values }) => {
    const [{ clientList }, { askedOf }] = await Promise.all([
      import('../../core/mcp-clients/client-list.ts'),
      import('../../cli/mcp-client-arguments.ts'),
    ]);
    const { place, cwd, config } = askedOf(values);
    const answer = await clientList(place, cwd);
    await writeAnswer(answer, values, config);
    if (answer.data.length === 0 && openTerminal(config).person) {
      writeError('No client starts bbx yet: bbx mcp install adds it.\n');
    }
  },
});
