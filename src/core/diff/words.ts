const WORD =
  /[\p{L}\p{N}\p{M}_]+|\s+|\P{M}(?:\p{M}|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*/gsu;

/** Cuts a line into words, runs of white space and single signs; together they are the line. */
export function words(line: string): string[] {
  return line.match(WORD) ?? [];
}
