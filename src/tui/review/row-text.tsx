import { renderToString, Text } from 'ink';
import type { Row } from './theme.ts';

const drawn = new WeakMap<Row, string>();

/**
 * Draws a row with Ink, once for as long as the row is the same. Drawing the whole screen as one tree
 * takes 15 ms for each key; a row takes half of one, and a key changes two or three.
 * @param columns of the screen
 * @returns text and colour sequences, nothing else
 */
export function rowText(row: Row, columns: number): string {
  const known = drawn.get(row);
  if (known !== undefined) return known;
  const text = renderToString(<RowText row={row} />, { columns: columns + SLACK });
  drawn.set(row, text);
  return text;
}

/** Rows were cut before, by our own measure; where Ink's differs, it is to leave them so. */
const SLACK = 20;

const RowText = ({ row }: { readonly row: Row }) => (
  <Text wrap="truncate-end">
    {row.spans.map(({ text, style }, index) => (
      // A row is drawn once: its spans have no life that a key could follow.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <Text key={index} {...style}>
        {text}
      </Text>
    ))}
  </Text>
);
