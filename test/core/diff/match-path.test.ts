import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchPath } from '../../../src/core/diff/match-path.ts';
import { GitFolder } from './git-folder.ts';

const PATHS = [
  'README.md',
  'docs/README.md',
  'src/index.ts',
  'src/deep/index.ts',
  'src/deep/er/style.css',
  'lib/src/index.ts',
  '.github/workflows/ci.yml',
  'src/.hidden.ts',
  'with space/a b.ts',
];

const taken = (...globs: string[]) => PATHS.filter(matchPath(globs));

describe('matchPath', () => {
  it('reads globs as git reads them in a .gitignore', () => {
    const globs = ['*.ts', 'src', '/src', 'src/', 'src/**', 'src/*.ts', '/README.md', 'README.md'];
    globs.push('**/deep', 'docs/*', '*.y?l', '[rR]EADME.*', 'a b.ts', 'src/**/index.ts', '.*', '*');
    const folder = new GitFolder();
    try {
      for (const glob of globs) {
        writeFileSync(join(folder.path, '.git', 'info', 'exclude'), `${glob}\n`);
        const ignored = PATHS.filter((path) => folder.ignores(path));
        expect([glob, ...taken(glob)]).toEqual([glob, ...ignored]);
      }
    } finally {
      folder.remove();
    }
  });

  it('takes all when nothing is named, and all that one of the globs fits', () => {
    expect(taken()).toEqual(PATHS);
    expect(taken('*.md', '*.css')).toEqual([
      'README.md',
      'docs/README.md',
      'src/deep/er/style.css',
    ]);
    expect(taken('*.{md,css}')).toEqual(taken('*.md', '*.css'));
  });

  it('leaves out what "!" and what exclude names', () => {
    const expected = ['src/index.ts', 'lib/src/index.ts', 'src/.hidden.ts'];
    expect(taken('src', '!src/deep')).toEqual(expected);
    expect(PATHS.filter(matchPath(['src'], ['src/deep']))).toEqual(expected);
    expect(taken('!*.ts', '!src')).toEqual([
      'README.md',
      'docs/README.md',
      '.github/workflows/ci.yml',
    ]);
  });

  it.each(['pages/[id]/edit (1).ts', 'a{b', 'x*y', '[', '(', 'back\\slash'])(
    'takes the path %s for itself',
    (path) => {
      expect(matchPath([path])(path)).toBe(true);
      expect(matchPath([path])(`${path}/below`)).toBe(true);
      expect(matchPath([path])('other')).toBe(false);
    },
  );

  it('takes "." and "./" for everything', () => {
    expect(taken('.')).toEqual(PATHS);
    expect(taken('./')).toEqual(PATHS);
    expect(taken('./src')).toEqual(taken('/src'));
  });
});
