import { estimateTokens } from './token-estimate.ts';
import { compactJson, toon } from './toon.ts';

/** A text for a model, and what it is written in. */
export interface Encoded {
  readonly text: string;
  readonly format: 'toon' | 'json';
}

/**
 * Encodes the same data, arranged in one or more ways, and takes what costs a model least.
 * TOON wins for flat rows, compact JSON for nested data; which it is, is measured.
 * @returns also the document that was taken
 */
export async function smallest(
  ...documents: readonly unknown[]
): Promise<Encoded & { readonly document: unknown }> {
  let best: (Encoded & { readonly document: unknown }) | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const document of documents) {
    const encodings = [
      { text: await toon(document), format: 'toon', document } as const,
      { text: compactJson(document), format: 'json', document } as const,
    ];
    for (const encoded of encodings) {
      const cost = estimateTokens(encoded.text);
      if (cost < least) [best, least] = [encoded, cost];
    }
  }
  return best ?? { text: 'null', format: 'json', document: null };
}
