import { command } from '../../cli/command.ts';
import { currentFolder } from '../../core/current-folder.ts';

export default command({
  name: 'auth token',
  summary: 'Print the token, for scripts',
  description:
    'Prints the token that a request would be signed with, and nothing else. Whoever has it can do what it may do: pass it on through a pipe or a variable, and never as an argument.',
  examples: ['auth token', 'auth token --profile work'],
  flags: {
    profile: {
      type: 'option',
      description: 'Token of this profile (default: by the git remote, else the current one)',
      helpValue: 'NAME',
    },
  },
  run: async ({ values }) => {
    const [{ loadConfig }, { credentials }, { openTerminal, writeError, writeOut }] =
      await Promise.all([
        import('../../core/load-config.ts'),
        import('../../core/auth/credentials.ts'),
        import('../../core/output/terminal.ts'),
      ]);
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const config = await loadConfig({ cwd: currentFolder(), profile });
    const { token, source } = await credentials(config);
    await writeOut(`${token}\n`);
    if (openTerminal(config).person) {
      writeError(`This is a secret (from ${source}), and now on the screen: clear it.\n`);
    }
  },
});
