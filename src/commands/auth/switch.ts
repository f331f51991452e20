import { command } from '../../cli/command.ts';
import { outputFlag, writeAnswer } from '../../cli/write-answer.ts';
import { readConfig } from '../../core/config.ts';
import { BbxError } from '../../core/errors.ts';
import { openTerminal } from '../../core/output/terminal.ts';

export default command({
  name: 'auth switch',
  summary: 'Make a profile the current one',
  description:
    'The current profile is used where neither --profile nor BBX_PROFILE names one and no profile fits the git remote. On a terminal it asks when no name is given.',
  examples: ['auth switch work', 'auth switch'],
  usage: 'auth switch [NAME] [FLAGS]',
  args: { name: { description: 'Name of the profile', required: false } },
  flags: { output: outputFlag },
  run: async ({ values }) => {
    const { listProfiles, switchProfile } = await import('../../core/auth/profiles.ts');
    const config = readConfig();
    const profiles = await listProfiles(config);
    const name =
      typeof values.name === 'string'
        ? values.name
        : await asked(
            profiles.map((each) => each.name),
            openTerminal(config).asks,
          );
    await switchProfile(config, name);
    const data = { done: true, profile: name };
    const message = `Profile ${name} is the current one.`;
    await writeAnswer({ kind: 'done', message, data }, values, config);
  },
});

async function asked(names: readonly string[], asks: boolean): Promise<string> {
  const [only, second] = names;
  if (only !== undefined && second === undefined) return only;
  if (only === undefined || !asks) {
    throw new BbxError('USAGE', 'NAME is missing: which profile?', {
      hint: only ? `There are: ${names.join(', ')}.` : 'There are none yet: run bbx auth login.',
    });
  }
  const { choose } = await import('../../tui/choose.tsx');
  return await choose(
    'Profile:',
    names.map((name) => ({ label: name, value: name })),
  );
}
