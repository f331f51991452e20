import { isObject } from './prune.ts';
import { wellFormed } from './well-formed.ts';

/**
 * Encodes data as TOON. It pays for flat, uniform rows; nested data is smaller as compact JSON.
 * @param data any JSON value
 */
export async function toon(data: unknown): Promise<string> {
  // Loaded only where TOON is written: the command line rarely needs it.
  const { encode } = await import('@toon-format/toon');
  return encode(encodable(data ?? null));
}

/** Encodes data as JSON without any white space. */
export const compactJson = (data: unknown): string => JSON.stringify(encodable(data ?? null));

/** The encoder of TOON throws on half characters, in keys too. */
function encodable(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(encodable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [wellFormed(name), encodable(member)]),
  );
}
