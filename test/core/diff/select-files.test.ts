import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../../src/core/diff/parse-diff.ts';
import { selectFiles } from '../../../src/core/diff/select-files.ts';
import { GitFolder } from './git-folder.ts';
import { Random } from './random.ts';
import { RandomTree } from './random-tree.ts';

async function* cut(bytes: Uint8Array, random: Random) {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + random.below(3000));
    yield bytes.subarray(at, end);
    at = end;
  }
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

describe('selectFiles', () => {
  it.each([1, 2, 3, 4])('gives all bytes, or those of some files (seed %i)', async (seed) => {
    const random = new Random(seed);
    const folder = new GitFolder();
    try {
      const tree = new RandomTree(random);
      tree.writeTo(folder.path);
      folder.commit('old');
      tree.removeFrom(folder.path);
      tree.change();
      tree.writeTo(folder.path);
      folder.commit('new');
      const bytes = folder.git('diff', '-M', '--binary', 'old', 'new');
      expect(await all(selectFiles(cut(bytes, random), () => true))).toEqual(bytes);

      const files = await parseDiff(cut(bytes, random));
      const even = (path: string) => path.length % 2 === 0;
      const some = await all(selectFiles(cut(bytes, random), ({ path }) => even(path)));
      const expected = files.filter(({ path }) => even(path));
      expect(await parseDiff(cut(some, random))).toEqual(expected);
    } finally {
      folder.remove();
    }
  });

  it('leaves out what stands before the first file', async () => {
    const file = 'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n';
    const taken = selectFiles(bytesOf(`From: Ann\n\ndiff of x\n${file}`), () => true);
    expect((await all(taken)).toString()).toBe(file);
  });

  it('tells where a renamed file was', async () => {
    const file = 'diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n';
    const taken = selectFiles(bytesOf(file), ({ oldPath }) => oldPath === 'x');
    expect((await all(taken)).toString()).toBe(file);
  });

  it('gives nothing of nothing', async () => {
    expect(await all(selectFiles(bytesOf(''), () => true))).toEqual(Buffer.alloc(0));
  });
});
