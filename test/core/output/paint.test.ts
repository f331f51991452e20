import { describe, expect, test } from 'vitest';
import { type Paint, paintFor } from '../../../src/core/output/paint.ts';

const NAMES = ['strong', 'faint', 'good', 'bad', 'busy', 'past'] satisfies (keyof Paint)[];

describe('paint', () => {
  test.each(NAMES)('%s colours each line of several, and adds nothing to it', async (name) => {
    const { [name]: paint } = await paintFor(true);
    for (const line of ['one', 'two'].map(paint)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
      expect(line).toMatch(/^\u001b\[\d+m(one|two)\u001b\[\d+m$/);
    }
  });

  test('is no colour where there is none', async () => {
    const { strong } = await paintFor(false);
    expect(['one', 'two'].map(strong)).toEqual(['one', 'two']);
  });
});
