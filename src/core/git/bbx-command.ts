import { realpathSync } from 'node:fs';

/**
 * How to start this same bbx again from anywhere: the absolute paths of node and of the program,
 * links resolved, so that git finds it from every folder and after the shell is gone.
 * @throws Error when the program was not started from a file
 */
export function bbxCommand(): string[] {
  const [, program] = process.argv;
  if (program === undefined) throw new Error('bbx was not started from a file');
  return [process.execPath, ...loaders(process.execArgv), realpathSync(program)];
}

/** Run from its sources, bbx needs the loader that node was given; other options are for one run. */
function loaders(options: readonly string[]): string[] {
  return options.flatMap((option, index) => {
    const next = options[index + 1];
    return /^--(import|require)$/.test(option) && next !== undefined ? [option, next] : [];
  });
}
