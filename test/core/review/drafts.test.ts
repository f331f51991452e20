import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoredReview } from '../../../src/core/review/draft.ts';
import { type DraftStore, openDrafts } from '../../../src/core/review/drafts.ts';
import { homeForTest } from '../../support/home.ts';

const REVIEW: StoredReview = {
  version: 1,
  pull: 'acme/api#42',
  commit: 'a1b2c3',
  drafts: [
    {
      kind: 'comment',
      id: 'd1',
      path: 'src/a.ts',
      side: 'new',
      line: 7,
      lines: ['const a = 1;'],
      body: 'Why?',
    },
  ],
  typing: { draft: { kind: 'reply', id: 'd2', thread: 5, body: 'I thi' } },
  summary: '',
  verdict: 'comment',
  viewed: { 'src/b.ts': '0123456789abcdef' },
};

function open(folder: string, pull = 'acme/api#42'): DraftStore {
  const store = openDrafts({ folder, host: 'example.org', pull });
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // A test that takes the lock away has seen that already.
    }
  });
  return store;
}

describe('the drafts of a review', () => {
  test('are there again after the store was closed, with what was half typed', () => {
    const { path } = homeForTest();
    const store = open(path);
    expect(store.found).toBeUndefined();
    store.save(REVIEW);
    store.close();
    expect(open(path).found).toEqual(REVIEW);
  });

  test('are written by themselves soon after a key, without a flush', async () => {
    const store = open(homeForTest().path);
    store.save({ ...REVIEW, summary: 'first' });
    store.save({ ...REVIEW, summary: 'second' });
    await expect.poll(() => existsSync(store.path)).toBe(true);
    expect(JSON.parse(readFileSync(store.path, 'utf8'))).toMatchObject({ summary: 'second' });
  });

  test.skipIf(process.platform === 'win32')('are for their owner alone', () => {
    const store = open(join(homeForTest().path, 'state'));
    store.save(REVIEW);
    store.flush();
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(store.path)).mode & 0o777).toBe(0o700);
  });

  test('of one pull request are not those of another, whatever their names', () => {
    const { path } = homeForTest();
    const names = ['acme/api#42', 'acme/api#4', 'acme/API#42', 'acme%2fapi#42', '../../up#1'];
    const paths = names.map((name) => open(path, name).path.toLowerCase());
    expect(new Set(paths).size).toBe(names.length);
    expect(paths.every((one) => one.startsWith(path.toLowerCase()))).toBe(true);
  });

  test.each(['{"version":1,"dra', '', '{"version":2}', 'null'])(
    'that cannot be read (%j) are moved aside whole, and named',
    (text) => {
      const { path } = homeForTest();
      const store = open(path);
      store.close();
      writeFileSync(store.path, text);
      const again = open(path);
      expect(again.found).toBeUndefined();
      expect(readFileSync(again.aside ?? '', 'utf8')).toBe(text);
      again.save(REVIEW);
      again.flush();
      expect(readFileSync(again.aside ?? '', 'utf8')).toBe(text);
    },
  );

  test('of two screens are refused to the second, which is told where the first is', () => {
    const { path } = homeForTest();
    open(path);
    expect(() => open(path)).toThrowError(
      expect.objectContaining({ code: 'CONFLICT', message: expect.stringMatching(/process \d+/) }),
    );
  });

  test('are open again when the screen that had them was killed', async () => {
    const { path } = homeForTest();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const store = open(path);
    const mark = readFileSync(`${store.path}.lock`, 'utf8');
    store.close();
    writeFileSync(`${store.path}.lock`, mark.replace(/"pid":\d+/, `"pid":${child.pid}`));
    expect(() => open(path)).toThrowError(/has this review open/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(open(path).found).toBeUndefined();
  });

  test('are not written by a screen whose lock was taken over', () => {
    const { path } = homeForTest();
    const store = open(path);
    writeFileSync(`${store.path}.lock`, '{"pid":1,"host":"elsewhere"}');
    store.save(REVIEW);
    expect(() => store.flush()).toThrowError(/taken over/);
    expect(existsSync(store.path)).toBe(false);
  });

  test('that cannot be written are told of, and written when they can be again', async () => {
    const { path } = homeForTest();
    const store = open(path);
    const told: unknown[] = [];
    store.tell((error) => told.push(error));
    mkdirSync(join(store.path, 'in the way'), { recursive: true });
    store.save(REVIEW);
    await expect.poll(() => told).toEqual([expect.objectContaining({ code: 'FILE' })]);
    rmSync(store.path, { recursive: true, maxRetries: 10 });
    store.flush();
    expect(JSON.parse(readFileSync(store.path, 'utf8'))).toEqual(REVIEW);
    expect(readdirSync(dirname(store.path)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('have no place where a file stands in the way', () => {
    const home = homeForTest();
    const file = home.put('state', 'a file');
    expect(() => open(file)).toThrowError(expect.objectContaining({ code: 'FILE' }));
  });
});
