import { expect, test } from 'vitest';
import { distinctWidth, shortenMiddle } from '../../../src/core/output/shorten-middle.ts';
import { table } from '../../../src/core/output/table.ts';
import { displayWidth } from '../../../src/core/output/width.ts';

const tip = '2020-01-01T00:00:00.000Z';
const widest = (text: string) => Math.max(...text.split('\n').map(displayWidth));

test('a name that is too wide keeps its beginning and its end', () => {
  expect(shortenMiddle('feature/abc', 11)).toBe('feature/abc');
  expect(shortenMiddle('feature/API-215-billing-schema', 20)).toBe('feature/AP…ng-schema');
  for (const columns of [20, 21, 22, 23]) {
    const short = shortenMiddle('機能/課金スキーマの変更と移行の準備', columns);
    expect(displayWidth(short)).toBeLessThanOrEqual(columns);
    expect(displayWidth(short)).toBeGreaterThan(columns - 3);
  }
});

test('no two names are shortened to the same', () => {
  const names = ['0', '1', '2'].map((one) => `${'a'.repeat(20)}${one}${'b'.repeat(30)}`);
  const width = distinctWidth(names, 20);
  expect(new Set(names.map((name) => shortenMiddle(name, width))).size).toBe(3);
  expect(distinctWidth(['a'.repeat(60), 'b'.repeat(60)], 20)).toBe(20);
});

test('a table of branches with a name of 125 characters fits 80 columns, and says why', async () => {
  const rows = [
    { branch: `feature/${'x'.repeat(117)}`, tip, author: 'Tom Becker', why: 'older than 90 days' },
    { branch: 'a', tip, author: '', why: 'the destination of the open pull request #1234' },
  ];
  const drawn = await table(rows, { width: 80 });
  expect(widest(drawn)).toBeLessThanOrEqual(80);
  expect(drawn).toMatch(/feature\/x+…x+ .*older than 90 days/);
});

test('names that differ only in the middle stay apart, however little room there is', async () => {
  const branches = ['1', '2'].map((one) => `${'a'.repeat(60)}${one}${'b'.repeat(60)}`);
  const rows = branches.map((branch) => ({ branch, tip, author: 'Tom', why: 'old' }));
  const [, first, second] = (await table(rows, { width: 80 })).split('\n');
  expect(first).not.toBe(second);
  expect(first).toContain('old');
});
