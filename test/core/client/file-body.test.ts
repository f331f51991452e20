import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { collect } from '../../../src/core/client/body.ts';
import type { Body } from '../../../src/core/client/client.ts';
import { collectInput } from '../../../src/core/client/collect-input.ts';
import { fileBody } from '../../../src/core/client/file-body.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbx-file-body-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const bodyOf = async (path: string) => await fileBody(path, 'text/plain');
const content = async (body: Body) => (await collect(body.stream())).toString();

test('a file that grows is sent as long as it was said to be', async () => {
  const path = file('grows', 'abc');
  const body = await bodyOf(path);
  await appendFile(path, 'def');
  expect([body.length, await content(body)]).toEqual([3, 'abc']);
});

test('a file that becomes shorter is an error of its own', async () => {
  const path = file('shrinks', 'abcdef');
  const body = await bodyOf(path);
  truncateSync(path, 2);
  await expect(content(body)).rejects.toMatchObject({
    code: 'FILE',
    message: expect.stringContaining('changed while it was sent'),
  });
});

test('a file that is taken away is named', async () => {
  const path = file('gone', 'abc');
  const body = await bodyOf(path);
  rmSync(path);
  await expect(content(body)).rejects.toMatchObject({ code: 'FILE' });
});

test('an empty file is an empty body', async () => {
  const body = await bodyOf(file('empty', ''));
  expect([body.length, await content(body)]).toEqual([0, '']);
});

test.skipIf(process.platform !== 'linux')('a file that hides its size has its bytes', async () => {
  const body = await bodyOf('/proc/version');
  expect(await content(body)).toBe(readFileSync('/proc/version', 'utf8'));
  expect(body.length).toBe(readFileSync('/proc/version').length);
});

test('a pipe is read whole, and can be sent again', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const [body] = await Promise.all([bodyOf(path), writeFile(path, 'through a pipe')]);
  expect([body.length, await content(body)]).toEqual([14, 'through a pipe']);
  expect(await content(body)).toBe('through a pipe');
});

test('more than fits comes with words about the input', async () => {
  async function* input() {
    yield new Uint8Array(10);
  }
  await expect(collectInput(input(), 9)).rejects.toMatchObject({
    code: 'FILE',
    message: expect.stringContaining('Standard input'),
  });
});

test('a folder is refused', async () => {
  await expect(bodyOf(folder)).rejects.toMatchObject({ code: 'FILE' });
});
