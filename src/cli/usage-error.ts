import { distance } from '../core/catalogue/distance.ts';
import { BbxError } from '../core/errors.ts';

/** What a command says of itself when its command line cannot be read. */
export interface Usage {
  /** "get PATH [FLAGS]" */
  readonly usage: string;
  /** Its words: "get". */
  readonly name: string;
  /** Its flags, by their names without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** How gh calls what bbx has under another name. */
const OF_GH: Readonly<Record<string, string>> = {
  paginate: 'all',
  template: 'jq',
  silent: 'save',
  verbose: 'debug',
  workspace: 'repo',
  field: 'query-params',
  'raw-field': 'query-params',
  f: 'query-params',
  F: 'query-params',
};

/** How others call the states of pull requests. */
const STATES: Readonly<Record<string, string>> = {
  closed: 'A closed one is merged or declined: name one of these, or all.',
  rejected: 'Bitbucket calls it declined.',
};

const VERBS = 'The verb is the command: bbx get, post, put, patch, delete.';

/**
 * Makes the error of a command line that cannot be read.
 * @param problem a sentence without its end, or what Node's parser threw
 */
export function usageError(problem: unknown, { usage, name, flags }: Usage): BbxError {
  const said = typeof problem === 'string' ? problem : inWords(problem);
  const [, flag = ''] = /^There is no flag --?([\w-]+)/.exec(said) ?? [];
  const [, value = ''] = /^--state cannot be (\w+)/.exec(said) ?? [];
  const hint =
    STATES[value] || (flag && hintFor(flag, Object.keys(flags))) || `Usage: bbx ${usage}.`;
  return new BbxError('USAGE', said.endsWith('.') ? said : `${said}.`, {
    hint: `${hint} bbx ${name} --help tells the rest.`,
    cause: problem,
  });
}

function hintFor(flag: string, flags: readonly string[]): string | undefined {
  if (flag === 'X' || flag === 'method') return VERBS;
  const near = nearest(flag, flags);
  return near && `Did you mean --${near}?`;
}

function nearest(flag: string, flags: readonly string[]): string | undefined {
  const same = OF_GH[flag];
  if (same !== undefined && flags.includes(same)) return same;
  return flags.find((name) => name[0] === flag[0] && distance(name, flag) <= 2);
}

/** The parser's words, as a sentence about the flag. */
function inWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, option = ''] = /option '?(-[^\s',<]+(?:, --[\w-]+)?)/i.exec(message) ?? [];
  const flag = option.replace(/^-\w, /, '');
  if (message.startsWith('Unknown option')) return `There is no flag ${flag}`;
  if (message.includes('does not take an argument')) return `${flag} takes no value`;
  if (message.includes('ambiguous')) {
    return `${flag} takes a value; one that begins with a dash is written ${flag}=VALUE`;
  }
  return message.includes('argument missing') ? `${flag} takes a value` : message;
}
