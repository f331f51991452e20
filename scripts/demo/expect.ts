/** What an answer has to contain. */
export type Expected = RegExp | string;

/** @throws Error that names the first part which the text lacks */
export function check(text: string, expected: readonly Expected[]): void {
  for (const part of expected) {
    const there = typeof part === 'string' ? text.includes(part) : part.test(text);
    if (!there) throw new Error(`the answer lacks ${part}`);
  }
}

/** @throws Error when there is no id in the text */
export function numberIn(text: string): string {
  const number = /\d{4,}/.exec(text)?.[0];
  if (number === undefined) throw new Error('the answer names no id');
  return number;
}
