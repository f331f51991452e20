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
