/** bbx as a path, as a word, or as a package of npx. */
export const isBbx = (word: string): boolean =>
  /^(.*[\\/])?bbx(\.(js|cmd|exe|ps1))?(@[\w.-]+)?(\s+mcp)?$/.test(word);

/**
 * What stands behind `bbx mcp` where bbx is the program itself, or node or npx starts it; undefined
 * where the words start something else. Another program that starts bbx in its turn, as
 * `op run -- bbx mcp`, is somebody's own, and not to be written over.
 * @param words the program and its arguments
 */
export function argumentsOfBbx(words: readonly string[]): readonly string[] | undefined {
  const [program = ''] = words;
  if (isBbx(program)) return servedFrom(words, 0);
  return isStarter(program) ? servedFrom(words, firstArgument(words)) : undefined;
}

/** Whether words start `bbx mcp`, be it by way of other programs. */
export const startsBbx = (words: readonly string[]): boolean =>
  argumentsOfBbx(words) !== undefined || servedFrom(words, words.findIndex(isBbx)) !== undefined;

const isStarter = (program: string) => /^(.*[\\/])?(node|npx)(\.(exe|cmd))?$/i.test(program);

/** Options of node and npx whose value is a word of its own. */
const WITH_VALUE = ['--import', '--require', '-r', '--package', '-p'];

function firstArgument(words: readonly string[]): number {
  return words.findIndex(
    (word, at) => at > 0 && !word.startsWith('-') && !WITH_VALUE.includes(words[at - 1] ?? ''),
  );
}

/** `bbx mcp install`, `list` and `uninstall` are no servers: what follows `mcp` is a flag, if anything. */
function servedFrom(words: readonly string[], at: number): readonly string[] | undefined {
  const program = words[at];
  if (program === undefined || !isBbx(program)) return undefined;
  const inOneWord = /\smcp$/.test(program);
  if (!inOneWord && words[at + 1] !== 'mcp') return undefined;
  const flags = words.slice(at + (inOneWord ? 1 : 2));
  return flags[0] === undefined || flags[0].startsWith('-') ? flags : undefined;
}
