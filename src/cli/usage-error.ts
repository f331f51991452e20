import { distance } from '../core/catalogue/distance.ts';
import { BbxError } from '../core/errors.ts';

/** What a command says of itself when its command line cannot be read. */
export interface Usage {
  /** "get PATH [FLAGS]" */
  readonly usage: string;
  /** Its words: "get". */
  readonly name: string;
  /** Names of its flags, without dashes. */
  readonly flags: readonly string[];
}

/** How gh calls what bbx has under another name. */
const OF_GH: Readonly<Record<string, string>> = {
  paginate: 'all',
  template: 'jq',
  silent: 'save',
  verbose: 'debug',
  workspace: 'repo',
};

/**
 * Makes the error of a command line that oclif's parser refused.
 * @param error what the parser threw; its message says in the first lines what is wrong
 */
export function usageError(error: unknown, { usage, name, flags }: Usage): BbxError {
  const message = error instanceof Error ? error.message : String(error);
  const said = message
    .replace(/\n?See more help with --help.*$/s, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [, flag = ''] = /^Nonexistent flags?: --([\w-]+)/.exec(said) ?? [];
  const near = flag && nearest(flag, flags);
  const hint = near ? `Did you mean --${near}?` : `Usage: bbx ${usage}.`;
  return new BbxError('USAGE', sentence(said), {
    hint: `${hint} bbx ${name} --help tells the rest.`,
    cause: error,
  });
}

function nearest(flag: string, flags: readonly string[]): string | undefined {
  const same = OF_GH[flag];
  if (same !== undefined && flags.includes(same)) return same;
  return flags.find((name) => name[0] === flag[0] && distance(name, flag) <= 2);
}

/** oclif's words, as a sentence about the flag. */
function sentence(said: string): string {
  const text = said
    .replace(/^Nonexistent flags?: /, 'There is no flag ')
    .replace(
      /^Parsing (\S+) Expected an integer( greater| less)?(?: than or equal to (-?\d+))? but received: (.*)$/,
      (_, flag, side, bound, given) =>
        `${flag} takes a whole number${side ? `, ${side === ' less' ? 'at most' : 'at least'} ${bound}` : ''}: ${given} is none`,
    );
  return text.endsWith('.') ? text : `${text}.`;
}
