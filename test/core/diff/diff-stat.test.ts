import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffStat } from '../../../src/core/diff/diff-stat.ts';
import { parseDiffText } from '../../../src/core/diff/parse-diff-text.ts';
import { GitFolder } from './git-folder.ts';
import { PLAIN } from './paints.ts';
import { Random } from './random.ts';

/** ASCII only: older versions of git cut and pad other names by their bytes. */
const FOLDERS: readonly [string, ...string[]] = ['src', 'test', 'a', 'b', 'very-long-folder-name'];

/** Files in folders at random, changed at random, some moved to other folders. */
function changeAtRandom(folder: GitFolder, random: Random): void {
  const write = (path: string, lines: readonly number[]) => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), lines.map((n) => `line ${n} of ${path}\n`).join(''));
  };
  const anyFolder = () =>
    Array.from({ length: 1 + random.below(6) }, () => random.pick(FOLDERS)).join('/');
  const paths = Array.from({ length: 10 }, (_, n) => `${anyFolder()}/file${n}.ts`);
  const most = random.pick([4, 60, 400]);
  for (const path of paths)
    write(
      path,
      Array.from({ length: random.below(most) }, (_, n) => n),
    );
  folder.commit('old');
  for (const path of paths) {
    if (random.chance(30)) {
      const to = random.chance(50) ? `${dirname(path)}/moved` : `${anyFolder()}/x`;
      mkdirSync(join(folder.path, to), { recursive: true });
      renameSync(
        join(folder.path, path),
        join(folder.path, to, random.pick(['f.ts', path.slice(-8)])),
      );
    } else {
      const kept = Array.from({ length: random.below(most) }, (_, n) => n + random.below(3));
      write(path, kept);
    }
  }
  folder.commit('new');
}

describe('diffStat', () => {
  it.each([1, 2, 3, 4, 5, 6])('writes what git diff --stat writes (seed %i)', (seed) => {
    const folder = new GitFolder();
    try {
      changeAtRandom(folder, new Random(seed));
      const diff = (...options: string[]) =>
        folder.git('-c', 'core.quotePath=false', 'diff', '-M', ...options, 'old', 'new').toString();
      const files = parseDiffText(diff());
      for (const width of [20, 40, 80, 120, 200]) {
        expect(diffStat(files, width, PLAIN)).toBe(diff(`--stat=${width}`));
      }
    } finally {
      folder.remove();
    }
  });

  it('says of a binary file only that it is one', () => {
    const files = parseDiffText(
      'diff --git a/x.png b/x.png\nindex 1..2 100644\nBinary files a/x.png and b/x.png differ\n',
    );
    expect(diffStat(files, 80, PLAIN)).toBe(
      ' x.png | Bin\n 1 file changed, 0 insertions(+), 0 deletions(-)\n',
    );
  });

  it('cuts and pads names by the columns that they take', () => {
    const file = { oldPath: undefined, binary: false, added: 30, removed: 0 };
    const paths = ['日本語/日本語/日本語/x.ts', 'ä/y.ts'];
    const stat = diffStat(
      paths.map((path) => ({ ...file, path })),
      30,
      PLAIN,
    );
    expect(stat.split('\n').slice(0, 2)).toEqual([
      ' .../日本語/x.ts  | 30 ++++++',
      ' ä/y.ts           | 30 ++++++',
    ]);
  });

  it('keeps a name from commanding the terminal, and in one line', () => {
    const file = { path: 'a\u001b[2J\nb', oldPath: undefined, binary: false, added: 1, removed: 1 };
    expect(diffStat([file], 80, PLAIN).split('\n')[0]).toBe(' a^[[2J b | 2 +-');
  });
});
