import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DiffFile } from '../../../src/core/diff/diff.ts';
import { parseDiff } from '../../../src/core/diff/parse-diff.ts';
import { GitFolder } from '../diff/git-folder.ts';

/** Files by path; null takes one away. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** What git says of two states of a folder. */
export async function gitDiff(before: Files, after: Files): Promise<DiffFile[]> {
  const folder = new GitFolder();
  onTestFinished(() => folder.remove());
  put(folder, before);
  folder.commit('old');
  put(folder, after);
  folder.commit('new');
  return await parseDiff(chunksOf(folder.git('diff', '-M', 'old', 'new')));
}

async function* chunksOf(bytes: Uint8Array) {
  yield bytes;
}

function put(folder: GitFolder, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder.path, name);
    if (content === null) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      if (name.endsWith('.sh')) chmodSync(path, 0o755);
    }
  }
}

/** So many lines, "line 1" to the last, some of them said otherwise. */
export function lines(count: number, other: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: count }, (_, at) => `${other[at + 1] ?? `line ${at + 1}`}\n`).join(
    '',
  );
}
