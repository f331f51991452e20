import { command } from '../../cli/command.ts';
import { requiredWord } from '../../cli/required-word.ts';
import { type Config, readConfig } from '../../core/config.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { BbxError } from '../../core/errors.ts';
import { writeError } from '../../core/output/terminal.ts';
import {
  keepMcpSetting,
  type McpKey,
  mcpKey,
  readMcpSetting,
} from '../../core/settings/mcp-settings.ts';
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
    'config set mcp.deny "DELETE /**, * /repositories/acme/secret/**"',
    'config set workspace --unset',
  ],
  usage: 'config set KEY [VALUE] [FLAGS]',
  flags: { unset: { type: 'boolean', description: 'Remove the setting' } },
  args: {
    key: {
      description:
        'profile, workspace, output, ca_file, proxy, editor, pager, keep, or mcp.read_only and so on',
      required: true,
    },
    value: { description: 'What it shall be', required: false },
  },
  run: async ({ values }) => {
    const typed = requiredWord(values.key, 'KEY', USAGE);
    if (values.unset === true && values.value !== undefined) {
      throw new BbxError('USAGE', '--unset takes no value.', { hint: `Usage: bbx ${USAGE}` });
    }
    const given = values.unset === true ? '' : requiredWord(values.value, 'VALUE', USAGE);
    const config = readConfig();
    const agents = mcpKey(typed);
    if (agents !== undefined) return await setForAgents(config, agents, given);
    const key = settingKey(typed);
    const kept = await setSetting(config, key, given, currentFolder());
    const over = OVERRIDES[key].find((name) => config.environment[name]?.trim());
    writeError(kept === undefined ? `${key} is not set any more.\n` : `${key} is ${kept}\n`);
    if (over) writeError(`${over} is set in the environment, and goes first.\n`);
  },
});

/** A rule that does not fit would stop each server from then on, so it is not kept. */
async function setForAgents(config: Config, key: McpKey, given: string): Promise<void> {
  const value = given.trim() === '' ? undefined : readMcpSetting(key, given);
  if (value !== undefined) {
    const { checkPolicySettings } = await import('../../mcp/policy/check-settings.ts');
    await checkPolicySettings(value);
  }
  await keepMcpSetting(config, key, value);
  const said = value === undefined ? 'not set any more' : String(value[key]).replaceAll(',', ', ');
  writeError(`mcp.${key} is ${said}\nServers that run have it after their next start.\n`);
}
