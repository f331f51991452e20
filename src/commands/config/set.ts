import { command } from '../../cli/command.ts';
import { requiredWord } from '../../cli/required-word.ts';
import { readConfig } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { BbxError } from '../../core/errors.ts';
import { writeError } from '../../core/output/terminal.ts';
import { setSetting } from '../../core/settings/set-setting.ts';
import { OVERRIDES, settingKey } from '../../core/settings/setting-keys.ts';

const USAGE = 'config set KEY VALUE, or bbx config set KEY --unset';

export default command({
  name: 'config set',
  summary: 'Change one setting, or remove it',
  description:
    'Checks the value and keeps it in the one file of settings. An empty value, or --unset, removes it.',
  examples: [
    'config set workspace acme',
    'config set ca_file ~/company-ca.pem',
    'config set proxy http://proxy.example.com:3128',
    'config set keep "demo/** staging"',
    'config set workspace --unset',
  ],
  usage: 'config set KEY [VALUE] [FLAGS]',
  flags: { unset: { type: 'boolean', description: 'Remove the setting' } },
  args: {
    key: {
      description: 'profile, workspace, output, ca_file, proxy, editor, pager or keep',
      required: true,
    },
    value: { description: 'What it shall be', required: false },
  },
  run: async ({ values }) => {
    const key = settingKey(requiredWord(values.key, 'KEY', USAGE));
    if (values.unset === true && values.value !== undefined) {
      throw new BbxError('USAGE', '--unset takes no value.', { hint: `Usage: bbx ${USAGE}` });
    }
    const given = values.unset === true ? '' : requiredWord(values.value, 'VALUE', USAGE);
    const config = readConfig();
    const kept = await setSetting(config, key, given, currentFolder());
    const over = OVERRIDES[key].find((name) => config.environment[name]?.trim());
    writeError(kept === undefined ? `${key} is not set any more.\n` : `${key} is ${kept}\n`);
    if (over) writeError(`${over} is set in the environment, and goes first.\n`);
  },
});
