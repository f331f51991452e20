/** A text, or a comment, or a comma that closes nothing. */
const PARTS =
  /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*(?:(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)\s*)*[}\]])/g;

/** JSON with comments and last commas, as editors write it, without them. */
export const plainJson = (text: string): string =>
  text.replace(/^\uFEFF/, '').replace(PARTS, (part) => (part.startsWith('"') ? part : ' '));
