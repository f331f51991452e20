import * as z from 'zod/mini';

/**
 * What requests bring along, as far as it is looked at. The SDK has schemas of all there is, which
 * take a tenth of a start to make; where it checks by itself, what does not fit is an internal error
 * and not one of the client's.
 * Source: the official schemas, 2024-11-05 to 2026-07-28.
 */
const texts = z.record(z.string(), z.string());

export const GET_PROMPT = z.looseObject({ name: z.string(), arguments: z.optional(texts) });

export const READ_RESOURCE = z.looseObject({ uri: z.string() });

export const COMPLETE = z.looseObject({
  ref: z.union([
    z.looseObject({ type: z.literal('ref/prompt'), name: z.string() }),
    z.looseObject({ type: z.literal('ref/resource'), uri: z.string() }),
  ]),
  argument: z.looseObject({ name: z.string(), value: z.string() }),
  context: z.optional(z.looseObject({ arguments: z.optional(texts) })),
});

/** From the least to the gravest, as RFC 5424 has them. */
export const LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;

export const SET_LEVEL = z.looseObject({ level: z.enum(LEVELS) });
