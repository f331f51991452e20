/** Writes a text as Bitbucket's query language wants one: in quotes, with `"` and `\` escaped. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
