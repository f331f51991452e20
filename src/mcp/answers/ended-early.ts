import type { StoredText } from './stored-text.ts';

/** Says of a text for whose rest there was no room that it ends early, and why; of others nothing. */
export function endedEarly({ failure, length }: StoredText): readonly string[] {
  if (failure === undefined) return [];
  const words = `${failure.message.replace(/\.$/, '')}. ${failure.hint ?? ''}`.trim();
  return [`What follows character ${length} is left out, and this cannot be read on: ${words}`];
}
