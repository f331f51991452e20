import { Box, renderToString, Text } from 'ink';
import type { Row } from './theme.ts';

const drawn = new WeakMap<Row, string>();
/** Bars, lists and the row of the cursor are made anew with each key, and are mostly as before. */
const alike = new Map<string, string>();
const MOST_ALIKE = 500;

/**
 * Draws rows with Ink, each once for as long as it is the same. Drawing the whole screen with each key
 * takes 15 ms; of a key's new rows there are two or three.
 * @param columns of the screen
 * @returns text and colour sequences, nothing else
 */
export function rowTexts(rows: readonly Row[], columns: number): string[] {
  for (const row of rows) {
    const text = drawn.has(row) ? undefined : alike.get(keyOf(row, columns));
    if (text !== undefined) drawn.set(row, text);
  }
  const missing = rows.filter((row) => !drawn.has(row));
  if (missing.length > 0) {
    const lines = renderToString(<Rows rows={missing} />, { columns: columns + SLACK }).split('\n');
    missing.forEach((row, index) => {
      drawn.set(row, lines[index] ?? '');
      alike.set(keyOf(row, columns), lines[index] ?? '');
    });
    if (alike.size > MOST_ALIKE) alike.clear();
  }
  return rows.map((row) => drawn.get(row) ?? '');
}

const keyOf = ({ spans }: Row, columns: number) => `${columns} ${JSON.stringify(spans)}`;

/** Rows were cut before, by our own measure; where Ink's differs, it is to leave them so. */
const SLACK = 20;

const Rows = ({ rows }: { readonly rows: readonly Row[] }) => (
  <Box flexDirection="column">
    {rows.map((row, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, they have no life that a key could follow
      <Text key={index} wrap="truncate-end">
        {isEmpty(row)
          ? ' '
          : row.spans.map(({ text, style }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same
              <Text key={at} {...style}>
                {text}
              </Text>
            ))}
      </Text>
    ))}
  </Box>
);

/** Ink gives no line to a text without characters. */
const isEmpty = ({ spans }: Row) => spans.every(({ text }) => text === '');
