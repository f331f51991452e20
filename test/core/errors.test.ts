import { expect, test } from 'vitest';
import { BbxError } from '../../src/core/errors.ts';

test('an error looks its exit code up and tells a program only what is known', () => {
  const error = new BbxError('NOT_FOUND', 'no such branch', { status: 404, hint: 'list them' });
  expect(error.exitCode).toBe(3);
  expect(error.toJSON()).toEqual({
    error: {
      code: 'NOT_FOUND',
      message: 'no such branch',
      hint: 'list them',
      status: 404,
      exitCode: 3,
    },
  });
});

const bytes = ({ message, hint = '' }: BbxError) => Buffer.byteLength(message + hint);

test('an error that quotes a long input is bounded, between characters, and keeps its hint', () => {
  const hint = 'Choose a shorter one.';
  for (const sign of ['x', 'é', '€', '😀']) {
    for (const more of ['', 'a', 'ab', 'abc']) {
      const error = new BbxError('USAGE', `Not a name: ${more}${sign.repeat(2000)}.`, { hint });
      expect(bytes(error)).toBeLessThanOrEqual(560);
      expect(bytes(error)).toBeGreaterThan(550);
      expect(error.hint).toBe(hint);
      expect(error.message).toMatch(/^Not a name: .+….+\.$/u);
      expect(error.message).not.toContain('\ufffd');
    }
  }
});

test('a hint that is long itself leaves room for the message', () => {
  const error = new BbxError('USAGE', 'm'.repeat(900), { hint: 'h'.repeat(900) });
  expect(bytes(error)).toBeLessThanOrEqual(560);
  expect(Buffer.byteLength(error.message)).toBe(160);
  expect(new BbxError('USAGE', 'short', { hint: 'h'.repeat(500) }).hint).toBe('h'.repeat(500));
});
