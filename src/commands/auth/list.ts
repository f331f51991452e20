import { command } from '../../cli/command.ts';
import { outputFlag, writeAnswer } from '../../cli/write-answer.ts';
import { openTerminal, writeError } from '../../core/output/terminal.ts';

export default command({
  name: 'auth list',
  summary: 'List the profiles: whose they are, and where their tokens lie',
  description:
    'Reads the settings alone: no keychain is opened and nothing is sent. bbx auth status asks Bitbucket.',
  examples: ['auth list', 'auth list -o json'],
  flags: { output: outputFlag },
  run: async ({ values }) => {
    const [{ readConfig }, { readSettings }, { listProfiles }, { profileRow }] = await Promise.all([
      import('../../core/config.ts'),
      import('../../core/settings/read-settings.ts'),
      import('../../core/auth/profiles.ts'),
      import('../../core/auth/profile-row.ts'),
    ]);
    const config = readConfig();
    const data = (await listProfiles(config)).map(profileRow);
    const { output } = await readSettings(config);
    await writeAnswer({ kind: 'data', data }, values, { ...config, output });
    if (data.length === 0 && openTerminal(config).person) writeError('bbx auth login makes one.\n');
  },
});
