import { existsSync } from 'node:fs';
import { VERSION } from './core/version.ts';

const HERE = import.meta.url;

/** Running a command needs its file alone; oclif is loaded to describe one, or to find none. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv[0] === '--version' || argv[0] === 'version') {
    process.stdout.write(
      `bbx/${VERSION} ${process.platform}-${process.arch} node-${process.version}\n`,
    );
    return;
  }
  const words = commandWords(argv);
  if (words.length > 0 && !asksForHelp(argv)) {
    const { default: command } = await import(fileOf(words).href);
    await command.run(argv.slice(words.length));
    return;
  }
  const { describe } = await import('./cli/describe.ts');
  await describe(argv);
}

/** The longest run of leading words that names a command's file. */
function commandWords(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  const words = argv.slice(0, Math.min(3, end < 0 ? argv.length : end));
  while (words.length > 0 && !existsSync(fileOf(words))) words.pop();
  return words;
}

const fileOf = (words: readonly string[]) =>
  new URL(`./commands/${words.join('/')}${HERE.endsWith('.ts') ? '.ts' : '.js'}`, HERE);

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv
    .slice(0, end < 0 ? argv.length : end)
    .some((word) => word === '--help' || word === '-h');
}

await main(process.argv.slice(2));
