import { execFileSync } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveFile } from '../../../src/core/output/save-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bbx-save-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

async function* content(...chunks: string[]) {
  yield* chunks;
}

async function* torn() {
  yield 'half';
  throw new Error('lost');
}

test('a file is there whole, and takes the place of an older one', async () => {
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old and longer');
  expect(await saveFile(path, content('n', 'ew'))).toBe(3);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('what breaks off leaves the older file as it was, and nothing else', async () => {
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old');
  await expect(saveFile(path, torn())).rejects.toThrow('lost');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test.each(['there', 'not there'])('a link to a file that is %s stays a link', async (where) => {
  const [link, target] = [join(folder, 'link'), join(folder, 'target')];
  if (where === 'there') await writeFile(target, 'old');
  await symlink(target, link);
  await saveFile(link, content('new'));
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(target, 'utf8')).toBe('new');
});

test('what is no regular file is written to, and stays what it is', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [read] = await Promise.all([readFile(pipe, 'utf8'), saveFile(pipe, content('x'))]);
  expect(read).toBe('x');
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});

test('a folder that is not there is named', async () => {
  await expect(saveFile(join(folder, 'no', 'a.txt'), content('x'))).rejects.toMatchObject({
    code: 'FILE',
    message: expect.stringContaining('ENOENT'),
  });
});
