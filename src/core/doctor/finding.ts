import { BbxError, EXIT_CODES } from '../errors.ts';

/** What one check came to. No secret is in it. */
export interface Finding {
  /** What was looked at. */
  readonly what: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** The next step; there whenever something is not as it should be. */
  readonly remedy?: string | undefined;
  /** Who has to act when it failed: 4 the credentials, 5 wait, 6 this machine. */
  readonly exit?: 4 | 5 | 6 | undefined;
  /** The finding that kept this from being looked at. */
  readonly skipped?: string | undefined;
}

export const ok = (what: string, detail: string): Finding => ({ what, state: 'ok', detail });

export const warn = (what: string, detail: string, remedy: string): Finding => ({
  what,
  state: 'warn',
  detail,
  remedy,
});

export const fail = (what: string, detail: string, remedy: string, exit: 4 | 5 | 6): Finding => ({
  what,
  state: 'fail',
  detail,
  remedy,
  exit,
});

/** What was not looked at, because another finding comes first. */
export const skipped = (what: string, detail: string, first: string): Finding => ({
  ...warn(what, detail, `See ${first}, above.`),
  skipped: first,
});

/** The finding of a check that ended with an error. */
export function failed(what: string, error: unknown): Finding {
  if (!(error instanceof BbxError)) {
    const words = error instanceof Error ? error.message : String(error);
    return fail(what, words, 'This check itself has a fault; please report it.', 6);
  }
  const code = EXIT_CODES[error.code];
  const exit = code === 4 || code === 5 ? code : 6;
  return fail(what, error.message, error.hint ?? 'Try again.', exit);
}
