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
  line: line('As in the new file (side old: the old)'),
  start_line: line('First line of a range'),
  side: z
    .optional(z.nullable(z.enum(['new', 'old', 'RIGHT', 'LEFT'])))
    .check(z.describe('Default new')),
  anchor: text("The line's text, with or without line"),
  body: z.string().check(z.describe('Markdown')),
  suggestion: text('Replaces the lines; "" deletes them'),
  severity: text('Put before the body'),
});

/** A finding that has been read. */
export type Finding = z.output<typeof finding>;

/** The side that a finding names, in bbx's words. */
export function sideOf({ side }: Finding): 'new' | 'old' | undefined {
  if (side === 'RIGHT') return 'new';
  return side === 'LEFT' ? 'old' : (side ?? undefined);
}
