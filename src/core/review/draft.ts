import * as z from 'zod/mini';

const id = z.string().check(z.minLength(1));
const line = z.int().check(z.positive());

/** Where a draft stands, with the text of its last line, by which it is found again. */
const PLACE = {
  path: z.string(),
  side: z.enum(['new', 'old']),
  line,
  startLine: z.optional(line),
  /** The text of each line of it, without line ends. */
  lines: z.array(z.string()),
};

const COMMENT = z.object({
  kind: z.literal('comment'),
  id,
  ...PLACE,
  body: z.string(),
  /** Lines to stand there instead, without a line end after the last; "" takes them away. */
  suggestion: z.optional(z.string()),
  /** Its lines are not in the diff any more; it is kept, and not sent. */
  lost: z.optional(z.boolean()),
});

const REPLY = z.object({ kind: z.literal('reply'), id, thread: z.int(), body: z.string() });

const RESOLVE = z.object({
  kind: z.literal('resolve'),
  id,
  thread: z.int(),
  /** False opens it again. */
  resolved: z.boolean(),
});

const DRAFT = z.discriminatedUnion('kind', [COMMENT, REPLY, RESOLVE]);

const STORED = z.object({
  version: z.literal(1),
  /** "workspace/repository#42" */
  pull: z.string(),
  /** The source commit that line numbers refer to. */
  commit: z.string(),
  drafts: z.array(DRAFT),
  /** What is being typed, not yet finished; `replaces` is the id of the draft that it changes. */
  typing: z.optional(z.object({ draft: DRAFT, replaces: z.optional(z.string()) })),
  summary: z.string(),
  verdict: z.enum(['approve', 'request-changes', 'comment']),
  /** The fingerprint that a file had when it was marked as viewed, by its path. */
  viewed: z.record(z.string(), z.string()),
});

/** A comment on lines that is not sent yet. */
export type CommentDraft = z.output<typeof COMMENT>;

/** Something to be sent with the review: a comment, a reply, or resolving a thread. */
export type Draft = z.output<typeof DRAFT>;

/** A review that is being written, as it lies on disk. */
export type StoredReview = z.output<typeof STORED>;

/** Reads what lies on disk. @returns undefined when it is torn, or of another bbx */
export function parseReview(text: string): StoredReview | undefined {
  try {
    return STORED.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
