import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

const planned = z.strictObject({
  /** Its number among the findings, from 1. */
  item: z.int(),
  path: z.string(),
  side: z.enum(['new', 'old']),
  line: z.int(),
  start_line: z.optional(z.int()),
  /** What the lines say that it is about, without line ends: so it can be placed again. */
  on: z.array(z.string()),
  text: z.string(),
});

const shape = z.strictObject({
  version: z.literal(1),
  /** The API that it was made for. */
  api: z.string(),
  /** WORKSPACE/REPO */
  repository: z.string(),
  pull_request: z.int(),
  /** The source commit that it was made on, and the branch that it goes into. */
  commit: z.string(),
  destination: z.string(),
  comments: z.array(planned),
  /** A comment on the whole pull request. */
  body: z.optional(z.string()),
  verdict: z.optional(z.enum(['approve', 'request-changes', 'none'])),
});

/** Exactly what a review would send, and on what. */
export type ReviewPlan = z.output<typeof shape>;

/** A comment on lines in a plan. */
export type PlannedComment = z.output<typeof planned>;

const withDigest = z.extend(shape, { digest: z.string() });

/** Stands for exactly this plan: SHA-256 of its JSON, its members in one order. */
export const digestOf = (plan: ReviewPlan): string =>
  createHash('sha256').update(canonical(plan)).digest('hex');

/** The plan as it is written to a file. */
export const planText = (plan: ReviewPlan): string =>
  `${JSON.stringify({ ...plan, digest: digestOf(plan) }, null, 2)}\n`;

/** Reads what planText wrote; undefined for anything else, and "altered" for one that was changed. */
export function parsePlan(text: string): ReviewPlan | 'altered' | undefined {
  const data = json(text);
  if (typeof data !== 'object' || data === null || !('digest' in data)) return undefined;
  const parsed = z.safeParse(withDigest, data);
  if (!parsed.success) return 'version' in data && data.version === 1 ? 'altered' : undefined;
  const { digest, ...plan } = parsed.data;
  return digest === digestOf(plan) ? plan : 'altered';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON with the members of each object in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
      : member,
  );
}
