/** Words, numbers in threes, runs of signs: how o200k and its kin cut a text before merging. */
const PIECE = /[^\S\n]?(\p{L}+)|(\p{N}{1,3})|[^\s\p{L}\p{N}]+\n*|\s+/gu;

/**
 * Roughly how many tokens a text costs a model. Good enough to compare two encodings of the same
 * data, at a thousandth of the cost of a real tokenizer.
 */
export function estimateTokens(text: string): number {
  let count = 0;
  for (const [piece, letters] of text.matchAll(PIECE)) {
    // A common word is one token; long ones and letters that form no word are cut.
    if (letters !== undefined) count += 1 + Math.floor(letters.length / 9);
    else count += Math.ceil(piece.length / 4);
  }
  return count;
}
