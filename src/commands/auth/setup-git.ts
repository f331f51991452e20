import { command } from '../../cli/command.ts';
import { reportFlags, wantsJson } from '../../cli/report-format.ts';
import { currentFolder } from '../../core/current-folder.ts';
import { setupGitAnswer } from '../../core/git/setup-git-answer.ts';
import { loadConfig } from '../../core/load-config.ts';
import { formatJson } from '../../core/output/json.ts';
import { sanitizeForTerminal } from '../../core/output/sanitize.ts';
import { openTerminal, writeError, writeOut } from '../../core/output/terminal.ts';

export default command({
  name: 'auth setup-git',
  summary: 'Make bbx the credential helper of git, in every clone',
  description:
    "Tells git, in your global configuration, to ask bbx for the login to Bitbucket. Nothing secret is written. A clone made by bbx clone needs none of this. Whatever may still keep git from asking bbx, such as an older helper or a user's name in an address, is named with what to do.",
  examples: ['auth setup-git', 'auth setup-git --undo'],
  flags: {
    undo: { type: 'boolean', description: 'Take back what was added, and nothing else' },
    profile: {
      type: 'option',
      description: 'The profile whose git host is meant (default: the one in use here)',
      helpValue: 'NAME',
    },
    ...reportFlags,
  },
  run: async ({ values }) => {
    const profile = typeof values.profile === 'string' ? values.profile : undefined;
    const cwd = currentFolder();
    const config = await loadConfig({ cwd, profile });
    const { answer, shadows } = await setupGitAnswer(config, values.undo === true, cwd);
    if (wantsJson(values)) {
      const { person: pretty } = openTerminal(config);
      return await writeOut(`${formatJson(answer.data, { pretty })}\n`);
    }
    await writeOut(sanitizeForTerminal(`${answer.message}\n`));
    const notes = shadows.map(({ message, hint }) => `note: ${message}\nhint: ${hint}\n`);
    writeError(sanitizeForTerminal(notes.join('')));
  },
});
