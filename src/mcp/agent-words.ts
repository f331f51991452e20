/**
 * Hints are written for a person at a prompt. These are the ones that would send an agent after a
 * flag it does not have, and what it has instead. In order; each replaces what it finds.
 */
const WORDS: readonly (readonly [person: RegExp, agent: string])[] = [
  [/the rest comes with --all, page by page/g, 'all: true follows the pages'],
  [/Give it longer, or ask for less with q or --limit N/g, 'Ask for less with q or limit'],
  [/with --body TEXT or --body-file FILE/g, 'as body'],
  [/--limit N/g, 'limit'],
  // The last line says how long; few agents know the time.
  [/Come back at \d\d:\d\d UTC\. /g, ''],
  [/--all begins/g, 'all begins'],
  [/Leave --(\w+) away/g, 'Leave $1 away'],
  [/ `bbx endpoints` alone lists everything\./g, ''],
  [/; bbx endpoints shows what an endpoint takes/g, ''],
  [/ The screen needs a terminal [^.]*\./g, ''],
  [/`?bbx endpoints [A-Z.]+`? (finds|shows) (the right one|what there is instead|it)\.?/g, 'LOOK'],
  [/`?bbx endpoints [A-Z.]+`? shows what there is\.?/g, 'LOOK'],
  [/(This address takes [A-Z, ]*\bPUT\b[A-Z, ]*)\./g, '$1; bb_patch changes single fields.'],
  [/LOOK/g, 'bb_get with path "endpoints:WORDS" finds what there is.'],
  [/, or stream it to a file with --save FILE/g, ''],
  [/, ask for less, or give it longer with --timeout SECONDS/g, ', or ask for less'],
  [/-q page=N/g, 'queryParams {"page": N}'],
  [/-b \{\}/g, 'body: {}'],
  [/-f title="([^"]*)"/g, 'body: {"title": "$1"}'],
  [/Name it with -R WORKSPACE\/REPO, or run bbx inside a clone/g, 'Write both names into the path'],
  [/, name a repository with -R, or write/g, ', or write'],
  [/--body \(or -f, -F\), --input and --form/g, 'them'],
  [/PUT them with --form NAME=@FILE/g, 'Files are sent from a terminal: ask the user'],
  [/bbx clone REPO DIR, where DIR is/g, 'targetPath is'],
  [/"?\bbbx get\b"?/g, 'bb_get'],
  [/\bbbx (pr|branches) ([a-z]+)\b/g, 'bb_$1_$2'],
  [/,? or --[a-z]+-file FILE( \(- is standard input\))?/g, ''],
  [/\(-R\)/g, '(repo)'],
  [/ -R(?= |,|\.)/g, ' repo'],
  [/bbx put \(bb_put\)/g, 'bb_put'],
  // Signing in, and what a token may do, is the user's work.
  [/\bRun bbx auth login\. Or: Set /g, 'Ask the user to run bbx auth login, or to set '],
  [/\. Or set (BITBUCKET_ACCESS_TOKEN)\. Make a token at /g, ', or $1. Tokens are made at '],
  [/\bRun bbx auth login\b/g, 'Ask the user to run bbx auth login'],
  [/\brun bbx auth login\b(?<!to run bbx auth login)/g, 'ask the user to run bbx auth login'],
  [/\bSign in again: bbx auth login/g, 'Ask the user to run bbx auth login'],
  [/\bsign in again: bbx auth login/g, 'ask the user to run bbx auth login'],
  [/^Set ATLASSIAN_USER_EMAIL/, 'Ask the user to set ATLASSIAN_USER_EMAIL'],
  [/^Make (?=an? (new |API )?token)/, 'Ask the user to make '],
  [/^Check (?=that the token|BITBUCKET_)/, 'Ask the user to check '],
  [
    /Run bbx auth switch NAME, or give --profile:/g,
    'Ask the user to run bbx auth switch with one of',
  ],
];

/**
 * Says a hint of an error in an agent's words.
 * @param hint as the error has it
 * @param names of the arguments that the agent's tool takes: a flag of such a name is said as that
 */
export function agentWords(hint: string, names: readonly string[] = []): string {
  const said = WORDS.reduce((text, [person, agent]) => text.replace(person, agent), hint);
  return said.replace(/(?<![\w-])--([a-z]+(?:-[a-z]+)*)/g, (flag, words: string) => {
    const name = words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return names.includes(name) ? name : flag;
  });
}
