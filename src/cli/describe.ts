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
    const id = named.join(':');
    const next = words[length];
    // Whoever mistypes a command of a topic has not asked for all of them.
    const mistyped = next && !next.startsWith('-') && !config.findCommand(id);
    if (isKnown(id, config)) {
      if (mistyped) throw unknown(`${named.join(' ')} ${next}`, config);
      return named;
    }
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
  const other = OF_OTHERS[word];
  if (other !== undefined) return noCommand(word, other);
  const near = commands
    .filter(({ hidden }) => !hidden)
    .map(({ id }) => id.replaceAll(':', ' '))
    .filter((name) => isNear(name, word));
  const found = near.length > 0 ? `Did you mean bbx ${near.join(', or bbx ')}?` : OF_GH[word];
  return noCommand(word, found ?? 'bbx --help lists the commands.');
}

const noCommand = (word: string, hint: string) =>
  new BbxError('USAGE', `There is no command ${JSON.stringify(word)}.`, { hint });

/** A slip of the finger: a letter or two in a longer word, one in a short one, or two swapped. */
const isNear = (name: string, word: string) =>
  distance(name, word) <= (word.length > 3 ? 2 : 1) || sorted(name) === sorted(word);

const sorted = (word: string) => [...word].sort().join('');

/** What people who know gh or glab type, where bbx does it under another name. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  'pr close': 'bbx pr decline closes one without merging it.',
  'pr reject': 'bbx pr decline closes one, bbx pr review --request-changes asks for changes.',
  'pr reopen': 'Bitbucket reopens no declined pull request: bbx pr create opens another one.',
  'pr checks': 'bbx pr view shows the checks, and what blocks merging.',
  'pr status': 'bbx pr view shows one; bbx pr list --mine and --to-review those that concern you.',
  'pr show': 'bbx pr view shows one.',
  'pr open': 'bbx pr create opens one, bbx pr view shows one.',
  'pr update': 'bbx pr edit changes one.',
};

/** What people who know gh type first. */
const OF_GH: Readonly<Record<string, string>> = {
  api: 'The verbs are commands: bbx get PATH, bbx post PATH, and put, patch, delete.',
  repo: 'Repositories are at bbx get /repositories/WORKSPACE; bbx clone clones one.',
};
