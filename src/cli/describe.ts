import { fileURLToPath } from 'node:url';
import { Config, flush, run } from '@oclif/core';
import { distance } from '../core/catalogue/distance.ts';
import { BbxError } from '../core/errors.ts';
import { leaveWithReader } from '../core/output/terminal.ts';
import { reportError } from './report-error.ts';

/** Lets oclif answer: help, topics, and words that name no command. */
export async function describe(argv: readonly string[]): Promise<void> {
  leaveWithReader();
  const root = packageRoot();
  const config = await Config.load({ root });
  try {
    await run([...argv], config);
    await flush();
  } catch (error) {
    if (isHelpDone(error)) return;
    await reportError(unknownCommand(argv, config) ?? error, { json: false, debug: false });
  }
}

/** The folder with package.json: one up from dist/, two up from src/cli/. */
function packageRoot(): string {
  const inSources = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(inSources ? '../..' : '..', import.meta.url));
}

/** oclif ends help by throwing an exit of 0. */
const isHelpDone = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EEXIT';

function unknownCommand(argv: readonly string[], config: Config): BbxError | undefined {
  const words = argv.filter((word) => !word.startsWith('-')).join(' ');
  if (config.findCommand(words.replaceAll(' ', ':'))) return undefined;
  const names = config.commandIDs.map((id) => id.replaceAll(':', ' '));
  const near = names.filter((name) => distance(name, words) <= 2);
  return new BbxError('USAGE', `There is no command ${JSON.stringify(words)}.`, {
    hint:
      near.length > 0
        ? `Did you mean bbx ${near.join(', or bbx ')}?`
        : 'bbx --help lists the commands.',
  });
}
