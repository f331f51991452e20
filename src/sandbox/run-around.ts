import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { BbxError } from '../core/errors.ts';
import { sandboxEnvironment } from './export-lines.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Runs a command whose bbx talks to the sandbox.
 * @returns its exit code, as a shell would say it: 128 and the signal's number for a killed one
 * @throws BbxError USAGE when there is no such command
 */
export async function runAround(
  sandbox: Sandbox,
  [program = '', ...args]: readonly string[],
): Promise<number> {
  const { BITBUCKET_ACCESS_TOKEN: _, ...inherited } = process.env;
  const env = { ...inherited, ...sandboxEnvironment(sandbox) };
  const child = spawn(program, args, { stdio: 'inherit', env });
  // ^C reaches the whole foreground group; the sandbox stays until the command has ended.
  const ignore = () => undefined;
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  process.on('SIGHUP', pass);
  return await new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new BbxError('USAGE', `Cannot run ${program}: ${cause.message}.`, {
          hint: 'Give a program on your PATH behind --.',
          cause,
        }),
      ),
    );
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
    );
  });
}
