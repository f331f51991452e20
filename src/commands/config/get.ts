import { command } from '../../cli/command.ts';
import { requiredWord } from '../../cli/required-word.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { writeError, writeOut } from '../../core/output/terminal.ts';
import { mcpKey } from '../../core/settings/mcp-settings.ts';
import { settingKey } from '../../core/settings/setting-keys.ts';
import { settingsInForce } from '../../core/settings/settings-in-force.ts';

export default command({
  name: 'config get',
  summary: 'Print one setting as it is in force',
  description:
    'Prints the value alone, for scripts; nothing when it is not set. A variable of the environment and the profile in use go before the settings.',
  examples: ['config get workspace'],
  usage: 'config get KEY',
  args: {
    key: {
      description:
        'profile, workspace, output, ca_file, proxy, editor, pager, keep, or mcp.read_only and so on',
      required: true,
    },
  },
  run: async ({ values }) => {
    const typed = requiredWord(values.key, 'KEY', 'config get KEY');
    const agents = mcpKey(typed);
    const key = agents === undefined ? settingKey(typed) : `mcp.${agents}`;
    const all = await settingsInForce(currentFolder());
    const value = all.find((one) => one.key === key)?.value ?? null;
    if (value === null) return writeError(`${key} is not set.\n`);
    await writeOut(`${value}\n`);
  },
});
