import { command } from '../../cli/command.ts';
import { readText } from '../../cli/read-text.ts';
import { gitCredential } from '../../core/auth/git-credential.ts';
import { readConfig } from '../../core/config.ts';
import { writeError, writeOut } from '../../core/output/terminal.ts';

export default command({
  name: 'auth git-credential',
  summary: "Answer git's credential protocol",
  description:
    'Called by git in a clone that bbx made, and everywhere after bbx auth setup-git; see gitcredentials(7).',
  hidden: true,
  args: {
    action: { description: 'get, store or erase', required: true },
  },
  run: async ({ values }) => {
    const { stdout, stderr } = await gitCredential(
      String(values.action),
      await readText('-'),
      readConfig(),
    );
    writeError(stderr);
    await writeOut(stdout);
  },
});
