/** bbx as a path, as a word, or as a package of npx. */
export const isBbx = (word: string): boolean =>
  /^(.*[\\/])?bbx(\.(js|cmd|exe|ps1))?(@[\w.-]+)?(\s+mcp)?$/.test(word);

/**
 * Whether words start `bbx mcp`.
 * @param words the program and its arguments
 */
export const startsBbx = (words: readonly string[]): boolean => argumentsOfBbx(words) !== undefined;

/** What stands behind `bbx mcp`; undefined where the words start something else. */
export function argumentsOfBbx(words: readonly string[]): readonly string[] | undefined {
  const at = words.findIndex(isBbx);
  return at >= 0 && words[at + 1] === 'mcp' ? words.slice(at + 2) : undefined;
}
