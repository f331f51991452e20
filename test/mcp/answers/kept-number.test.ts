import { expect, test } from 'vitest';
import { keptNumber } from '../../../src/mcp/answers/kept-number.ts';

test.each(['answer:3', '/answer:3', 'ANSWER:3', 'answer: 3', 'answers:3', ' answer:#3/ '])(
  '%j names the third kept answer',
  (path) => {
    expect(keptNumber(path)).toBe(3);
  },
);

test.each(['answer:', 'answer:-1', 'answer:x', 'answers:', 'answer:3/x', 'answer:1234567890'])(
  '%j names none, and is no path of the API',
  (path) => {
    expect(() => keptNumber(path)).toThrow(/names no kept answer/);
  },
);

test.each(['/user', 'answer', '/repositories/acme/answer:3', undefined, 7])(
  '%j is no name of an answer',
  (path) => {
    expect(keptNumber(path)).toBeUndefined();
  },
);
