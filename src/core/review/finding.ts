import * as z from 'zod/mini';

const text = (words: string) => z.optional(z.nullable(z.string())).check(z.describe(words));
const line = (words: string) =>
  z.optional(z.nullable(z.int().check(z.minimum(1)))).check(z.describe(words));

/**
 * One finding of a review, as people and agents write it. The names are those that tools for code
 * review have in common; null is the same as absent.
 */
export const finding = z.strictObject({
  path: z.string().check(z.describe('As in the diff')),
  line: line('In the new file; in the old one with side old'),
  start_line: line('First line of a range'),
  side: z
    .optional(z.nullable(z.enum(['new', 'old', 'RIGHT', 'LEFT'])))
    .check(z.describe('Default new; old for removed lines')),
  anchor: text("The line's text, instead of its number or to make sure of it"),
  body: z.string().check(z.describe('Markdown')),
  suggestion: text('What replaces the lines; "" deletes them'),
  severity: text('One word, put before the body'),
});

/** A finding that has been read. */
export type Finding = z.output<typeof finding>;

/** The side that a finding names, in bbx's words. */
export function sideOf({ side }: Finding): 'new' | 'old' | undefined {
  if (side === 'RIGHT') return 'new';
  return side === 'LEFT' ? 'old' : (side ?? undefined);
}
