import { command } from '../../cli/command.ts';
import { readConfig } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { render } from '../../core/output/renderer.ts';
import { openTerminal } from '../../core/output/terminal.ts';
import { settingsInForce } from '../../core/settings/settings-in-force.ts';

const FORMATS = ['table', 'json', 'toon', 'raw'] as const;

export default command({
  name: 'config list',
  summary: 'List the settings, and where each comes from',
  description:
    'Shows each setting as it is in force, and what says so: a variable of the environment, the profile in use, the file of settings, or nobody (default).',
  examples: ['config list', 'config list -o json'],
  flags: {
    output: {
      type: 'option',
      char: 'o',
      options: FORMATS,
      description:
        'Format: table, json, toon or raw (default: table on a terminal, json on a pipe)',
      helpValue: 'FORMAT',
    },
  },
  run: async ({ values }) => {
    const all = await settingsInForce(currentFolder());
    const preferred = all.find(({ key }) => key === 'output')?.value;
    // Most people never say anything of agents: those rows only come where somebody has.
    const shown = all.filter(({ key, value }) => value !== null || !key.startsWith('mcp.'));
    const data = { values: shown };
    const format = FORMATS.find((one) => one === (values.output ?? preferred));
    await render(
      { kind: 'data', data },
      { terminal: openTerminal(readConfig()), format, now: Date.now() },
    );
  },
});
