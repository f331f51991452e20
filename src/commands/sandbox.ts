import { integer } from '@oclif/core/flags';
import { command } from '../cli/command.ts';
import { writeError, writeOut } from '../core/output/terminal.ts';

export default command({
  name: 'sandbox',
  summary: 'Run an embedded Bitbucket to try bbx on, without an account',
  description:
    'Starts a model of Bitbucket Cloud on 127.0.0.1 with the workspace acme, and forgets all of it at the end. Alone it prints the export lines to use it from another shell, and runs until ^C; around a command (bbx sandbox -- bash) it lasts as long as the command, and passes its exit code on.',
  examples: ['sandbox -- bash', 'sandbox -- bbx get /user', 'sandbox --port 7990'],
  usage: 'sandbox [FLAGS] [-- COMMAND...]',
  flags: {
    port: integer({
      description: 'Port of the API (default: any free one)',
      helpValue: 'N',
      min: 0,
      max: 65535,
    }),
  },
  run: async ({ values, rest }) => {
    const [{ startSandbox }, { exportLines }, { runAround }, { untilInterrupted }] =
      await Promise.all([
        import('../sandbox/sandbox.ts'),
        import('../sandbox/export-lines.ts'),
        import('../sandbox/run-around.ts'),
        import('../cli/until-interrupted.ts'),
      ]);
    const port = typeof values.port === 'number' ? { port: values.port } : {};
    const sandbox = await startSandbox({ ...port, now: new Date() });
    try {
      if (rest.length > 0) {
        process.exitCode = await runAround(sandbox, rest);
        return;
      }
      await writeOut(`${exportLines(sandbox).join('\n')}\n`);
      writeError('The sandbox runs until ^C. Use the lines above in another shell.\n');
      await untilInterrupted();
    } finally {
      await sandbox.close();
    }
  },
});
