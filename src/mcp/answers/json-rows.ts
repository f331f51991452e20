/**
 * Writes compact JSON anew with a line for each row of its list, so that it can be cut between two.
 * @param text JSON without white space; anything else comes back as it is
 * @returns the same data: each element of a list at its top, or of a list that its object holds
 */
export function jsonRows(text: string): string {
  const data = parsed(text);
  if (Array.isArray(data)) return listOf(data);
  if (typeof data !== 'object' || data === null) return text;
  const members = Object.entries(data).map(([name, value]) => {
    const written =
      Array.isArray(value) && value.length > 1 ? listOf(value) : JSON.stringify(value);
    return `${JSON.stringify(name)}:${written}`;
  });
  return `{${members.join(',\n')}}`;
}

const listOf = (rows: readonly unknown[]): string =>
  `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
