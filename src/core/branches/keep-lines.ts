/** One entry of a keep list: as somebody wrote it, and the globs that it stands for. */
export interface KeepEntry {
  readonly text: string;
  readonly globs: readonly string[];
}

/**
 * Reads a keep list as people write it: a glob a line, or several with spaces or commas between. A # at
 * the beginning of a line or after a space begins a comment; \# begins a name with a #.
 * @param text any line ends, with or without a byte order mark
 */
export const keepLines = (text: string): KeepEntry[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\r\n]/)
    .flatMap((line) => keepWords(line.replace(/(^|\s)#.*$/, '')));

/** Reads the entries of one line. No name of a branch holds a space; some hold a comma, so both count. */
export const keepWords = (line: string): KeepEntry[] =>
  line
    .split(/\s+/)
    .filter((word) => word.replaceAll(',', '') !== '')
    .map((word) => word.replace(/^,+|,+$/g, ''))
    .map((text) => ({ text, globs: [...new Set([text, ...text.split(',')])].flatMap(globOf) }));

/** A slash in front means the top, as in .gitignore, and names of branches begin there anyway. */
function globOf(word: string): string[] {
  const glob = word.replace(/^\\#/, '#').replace(/^\/+/, '');
  return glob === '' ? [] : [glob];
}
