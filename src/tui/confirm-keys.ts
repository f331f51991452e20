/** What a person chose: nothing yet where it is undefined. */
export type Choice = 'yes' | 'no' | 'cancelled';

/**
 * Reads what a terminal sent to a question whose answer is No by itself: one key, or several in one read
 * where somebody is fast ("y" and Enter), or has pasted. Of several, only y, yes, n and no are answers.
 */
export function choiceOf(keys: string): Choice | undefined {
  if (keys.includes('\u0003')) return 'cancelled';
  if (/^\s*y(es)?[\r\n]*$/i.test(keys)) return 'yes';
  if (/^\s*no?[\r\n]*$/i.test(keys)) return 'no';
  const ends = ['\r', '\n', '\u0004'].some((key) => keys.includes(key));
  return ends ? 'no' : undefined;
}
