import picomatch from 'picomatch/posix.js';

/**
 * Makes a test of paths out of globs, read as in a .gitignore: without a slash a glob fits a file or
 * folder at any depth (`*.ts`, `docs`); with one it starts at the top (`src/**`, `/README.md`).
 * What fits a folder takes all in it. A path written out fits itself, whatever signs it holds.
 * @param globs what to take; all when there is none. With a "!" before it one leaves out instead.
 * @param excluded what to leave out of that
 * @returns whether a path, as a diff writes it, is taken
 */
export function matchPath(
  globs: readonly string[],
  excluded: readonly string[] = [],
): (path: string) => boolean {
  const taken = globs.filter((glob) => !leavesOut(glob)).map(matcher);
  const left = [...globs.filter(leavesOut).map((glob) => glob.slice(1)), ...excluded].map(matcher);
  return (path) =>
    (taken.length === 0 || taken.some((fits) => fits(path))) && !left.some((fits) => fits(path));
}

/** "!(a|b)" is a pattern of its own. */
const leavesOut = (glob: string) => /^!(?!\()/.test(glob);

function matcher(glob: string): (path: string) => boolean {
  const written = glob.replace(/^(?:\.\/+)+/, '/').replace(/\/+$/, '');
  const plain = written.replace(/^\/+/, '');
  if (plain === '' || plain === '.') return () => true;
  const start = written.includes('/') ? '' : '**/';
  const fits = picomatch([`${start}${plain}`, `${start}${plain}/**`], {
    dot: true,
    nonegate: true,
  });
  return (path) => {
    const place = `/${path}/`.indexOf(`/${plain}/`);
    return place === 0 || (place > 0 && start !== '') || fits(path);
  };
}
