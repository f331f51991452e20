import { boundedWords } from './bounded-words.ts';

/**
 * Who has to act is what an exit code says, so it is looked up from the error's
 * code and never chosen where an error is thrown.
 */
export const EXIT_CODES = {
  INTERNAL: 1,
  USAGE: 2,
  CONFIRMATION_REQUIRED: 2,
  NOT_FOUND: 3,
  BAD_REQUEST: 3,
  CONFLICT: 3,
  GONE: 3,
  FILTER_INVALID: 3,
  AUTH_MISSING: 4,
  AUTH_REJECTED: 4,
  FORBIDDEN: 4,
  POLICY: 4,
  RATE_LIMITED: 5,
  UNAVAILABLE: 5,
  TIMEOUT: 5,
  NETWORK: 5,
  GIT_FAILED: 6,
  KEYCHAIN_UNAVAILABLE: 6,
  FILE: 6,
  PENDING: 8,
  CANCELLED: 130,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

export interface ErrorDetails {
  /** The next step, for whoever has to act. */
  hint?: string | undefined;
  /** The HTTP status that the server sent; absent when it sent none. */
  status?: number | undefined;
  /** What the server said, in its own words. */
  server?: string | undefined;
  /** Seconds to wait before the same request can succeed. */
  retryAfter?: number | undefined;
  /** An earlier try had lost its answer, and may have had its effect. */
  afterLoss?: boolean | undefined;
  /** The same request cannot succeed later either, though its code is one of those that pass. */
  final?: boolean | undefined;
  cause?: unknown;
}

/**
 * The one error of bbx: a code, a message, a hint, and what the server said. Message and hint are
 * bounded to 560 bytes together, so that an error that quotes an input stays short everywhere.
 */
export class BbxError extends Error {
  override readonly name = 'BbxError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly server: string | undefined;
  readonly retryAfter: number | undefined;
  readonly afterLoss: boolean;
  readonly final: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const words = boundedWords(message, details.hint);
    super(words.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = words.hint;
    this.status = details.status;
    this.server = details.server;
    this.retryAfter = details.retryAfter;
    this.afterLoss = details.afterLoss === true;
    this.final = details.final === true;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }

  /** The same error for a program: only the fields that are known. */
  toJSON(): Record<string, unknown> {
    const { code, message, hint, status, server, retryAfter } = this;
    const fields = { code, message, hint, status, server, retryAfter, exitCode: this.exitCode };
    return { error: Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) };
  }
}
