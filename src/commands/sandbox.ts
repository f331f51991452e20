import { command } from '../cli/command.ts';
import { BbxError } from '../core/errors.ts';
import { writeError, writeOut } from '../core/output/terminal.ts';

export default command({
  name: 'sandbox',
  summary: 'Run an embedded Bitbucket to try bbx on, without an account',
  description:
    'Starts a model of Bitbucket Cloud on 127.0.0.1 with the workspace acme, and forgets all of it at the end. Alone it prints the export lines to use it from another shell, and runs until ^C; around a command (bbx sandbox -- bash) it lasts as long as the command, and passes its exit code on.',
  examples: ['sandbox -- bash', 'sandbox -- bbx get /user', 'sandbox --port 7990'],
  usage: 'sandbox [FLAGS] [-- COMMAND...]',
  flags: {
    port: {
      type: 'option',
      description: 'Port of the API (default: any free one)',
      helpValue: 'N',
      atLeast: 0,
    },
  },
  run: async ({ values, rest }) => {
    const { untilInterrupted } = await import('../cli/until-interrupted.ts');
    // From the start on: what is killed in between would leave its repositories behind.
    const interrupted = rest.length > 0 ? undefined : untilInterrupted();
    const [{ startSandbox }, { exportLines }, { runAround }] = await Promise.all([
      import('../sandbox/sandbox.ts'),
      import('../sandbox/export-lines.ts'),
      import('../sandbox/run-around.ts'),
    ]);
    const port = typeof values.port === 'number' ? { port: values.port } : {};
    const sandbox = await startSandbox({ ...port, now: new Date() }).catch(explained);
    try {
      if (interrupted === undefined) {
        if (process.stderr.isTTY) writeError(welcome(sandbox.url, rest[0] ?? ''));
        process.exitCode = await runAround(sandbox, rest);
        return;
      }
      await writeOut(`${exportLines(sandbox).join('\n')}\n`);
      writeError('The sandbox runs until ^C. Use the lines above in another shell.\n');
      await interrupted;
    } finally {
      await sandbox.close();
    }
  },
});

/** A prompt alone does not tell where it is. */
const welcome = (url: string, program: string) =>
  `This is the sandbox (${url}, workspace acme). It ends with ${program}. To begin:\n` +
  '  bbx get /repositories/acme/backend-api/pullrequests\n';

/** A port that somebody else has, or that is none, is for the person at the prompt to change. */
function explained(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(EADDRINUSE|EACCES|EADDRNOTAVAIL|ERR_SOCKET_BAD_PORT)$/.test(code)) throw error;
  throw new BbxError('USAGE', `The port cannot be used (${code}).`, {
    hint: 'Name another one with --port, or leave --port away for any free one.',
    cause: error,
  });
}
