import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSaveable, saveFile } from '../../../src/core/output/save-file.ts';

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

test('a file keeps its mode, and nobody else can read of the part of a private one', async () => {
  const path = join(folder, 'private');
  await writeFile(path, 'old');
  await chmod(path, 0o640);
  const modes: number[] = [];
  await saveFile(
    path,
    (async function* () {
      yield 'a';
      const [part = ''] = (await readdir(folder)).filter((name) => name.includes('.part-'));
      if (part) modes.push((await stat(join(folder, part))).mode & 0o777);
      yield 'b';
    })(),
  );
  expect(modes.every((mode) => mode === 0o600)).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
});

test('a new file has the mode that new files have', async () => {
  const [ours, usual] = [join(folder, 'ours'), join(folder, 'usual')];
  await saveFile(ours, content('x'));
  await writeFile(usual, 'x');
  expect((await stat(ours)).mode).toBe((await stat(usual)).mode);
});

test('a read-only file, a folder and a folder that is not there are refused beforehand', async () => {
  const path = join(folder, 'fixed');
  await writeFile(path, 'old');
  await chmod(path, 0o444);
  const code = 'FILE';
  await expect(checkSaveable(path)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('read-only'),
  });
  await expect(saveFile(path, content('x'))).rejects.toMatchObject({ code });
  await expect(checkSaveable(folder)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('folder'),
  });
  await expect(checkSaveable(join(folder, 'no', 'x'))).rejects.toMatchObject({ code });
  expect(await readFile(path, 'utf8')).toBe('old');
  await checkSaveable(join(folder, 'new'));
  await checkSaveable('/dev/null');
});
