import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core';
import { distance } from '../core/catalogue/distance.ts';
import { BbxError } from '../core/errors.ts';
import { leaveWithReader } from '../core/output/terminal.ts';
import { CommandLineHelp } from './help.ts';
import { reportError } from './report-error.ts';

/** Answers for help, and for words that name no command. */
export async function describe(argv: readonly string[]): Promise<void> {
  leaveWithReader();
  try {
    const config = await Config.load({ root: packageRoot() });
    await new CommandLineHelp(config).showHelp(subject(argv, config));
  } catch (error) {
    await reportError(error, { json: false, debug: false });
  }
}

/** The folder with package.json: one up from dist/, two up from src/cli/. */
function packageRoot(): string {
  const inSources = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(inSources ? '../..' : '..', import.meta.url));
}

/**
 * The words of the command or topic that help is asked for; none for all of bbx.
 * @throws BbxError USAGE for words and flags that are none
 */
function subject(argv: readonly string[], config: Config): string[] {
  const asked = argv.filter((word) => word !== '--help' && word !== '-h');
  const words = asked[0] === 'help' ? asked.slice(1) : asked;
  if (words.length === 0) return [];
  for (let length = Math.min(3, words.length); length > 0; length -= 1) {
    const named = words.slice(0, length);
    if (isKnown(named.join(':'), config)) return named;
  }
  throw unknown(words[0] ?? '', config);
}

/** A topic counts when a command in it is for people. */
const isKnown = (id: string, { commands }: Config) =>
  commands.some((one) => one.id === id || (one.id.startsWith(`${id}:`) && !one.hidden));

function unknown(word: string, { commands }: Config): BbxError {
  if (word.startsWith('-')) {
    return new BbxError('USAGE', `There is no flag ${word}.`, {
      hint: 'Begin with a command: bbx --help lists them.',
    });
  }
  const near = commands
    .filter(({ hidden }) => !hidden)
    .map(({ id }) => id.replaceAll(':', ' '))
    .filter((name) => name[0] === word[0] && distance(name, word) <= 2);
  return new BbxError('USAGE', `There is no command ${JSON.stringify(word)}.`, {
    hint:
      near.length > 0
        ? `Did you mean bbx ${near.join(', or bbx ')}?`
        : 'bbx --help lists the commands.',
  });
}
