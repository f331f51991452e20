import { BbxError } from '../core/errors.ts';
import { readText } from './read-text.ts';

/**
 * Reads a list of objects from a file, or from standard input for "-": a JSON list, one JSON object,
 * or an object a line (NDJSON).
 * @throws BbxError USAGE that names the line with the mistake, FILE for an unreadable file
 */
export async function readItems(file: string): Promise<unknown[]> {
  const text = (await readText(file)).replace(/^\uFEFF/, '');
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole;
  if (whole !== undefined) return [whole];
  // What should have written them may have failed: that is not the same as finding nothing.
  if (text.trim() === '') throw noJson(file, text, text, 1);
  const lines = text.split('\n').map((line, at) => ({ line: line.trim(), at: at + 1 }));
  return lines
    .filter(({ line }) => line !== '')
    .map(({ line, at }) => {
      const item = parsed(line);
      if (item === undefined) throw noJson(file, text, line, at);
      return item;
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The mistake of the whole where that is one JSON document, else that of the line. */
function noJson(file: string, text: string, line: string, at: number): BbxError {
  const name = file === '-' ? 'Standard input' : file;
  const [tried, place] =
    text.trim() === '' || text.trim() === 'null' || /^\s*[[{]\s*$/.test(line) || /^\s*\[/.test(text)
      ? [text, '']
      : [line, `, line ${at}`];
  const why = mistakeIn(tried);
  const what = why === undefined ? 'is null, not an object.' : `is no JSON: ${why}`;
  return new BbxError('USAGE', `${name}${place} ${what}`, {
    hint: 'Give a JSON list of objects ([] for none), or one object a line (NDJSON).',
  });
}

/** @returns undefined for JSON, and so for null, which is none of the objects that are wanted */
function mistakeIn(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
