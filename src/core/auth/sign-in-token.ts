import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { settingsFile } from '../settings/settings-file.ts';
import type { Questions } from './questions.ts';
import type { TokenPlace } from './token-place.ts';

export interface TokenRequest {
  /** Reads the token that is given without a question, where one is. */
  readonly givenToken?: (() => Promise<string>) | undefined;
}

interface TokenOptions {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly questions: Questions | undefined;
}

/**
 * Gets the token to sign in with: from the command that will print it from then on, as it was given,
 * or from a person.
 * @returns it as it came
 * @throws BbxError USAGE where nobody can be asked, AUTH_MISSING for a command that fails, CANCELLED
 */
export async function tokenText(
  { givenToken }: TokenRequest,
  { token_command }: TokenPlace,
  { config, signal, questions }: TokenOptions,
): Promise<string> {
  if (token_command !== undefined) {
    const { runTokenCommand } = await import('./token-command.ts');
    const { environment } = config;
    return await runTokenCommand(token_command, { environment, cwd: await folder(config), signal });
  }
  if (givenToken) return await givenToken();
  if (questions) return await questions.token();
  throw new BbxError('USAGE', 'There is no terminal to ask for the token on.', {
    hint: 'Give it on stdin: bbx auth login --with-token --email EMAIL <FILE. As an argument others could see it.',
  });
}

/** Where the command runs later on: the folder of the settings, which may not be there yet. */
async function folder(config: Config): Promise<string> {
  const settings = settingsFile(config);
  if (settings === undefined) return config.home;
  const path = dirname(settings);
  const made = mkdir(path, { recursive: true, mode: 0o700 });
  return await made.then(
    () => path,
    () => config.home,
  );
}
