import type { Answer, DataAnswer } from '../../core/answer.ts';
import type { Context } from '../../core/context.ts';
import { BbxError, EXIT_CODES } from '../../core/errors.ts';
import { safe } from './short-lines.ts';

/** One of several things to do in one call. */
export interface Step {
  /** What it is done to; absent for what is made anew. */
  readonly id?: number | undefined;
  /** "resolve", "reply". */
  readonly action: string;
  readonly run: () => Promise<Outcome>;
}

/** What came of it: "already" is success too. */
export interface Outcome {
  readonly result: 'done' | 'already';
  /** What was made. */
  readonly made?: number | undefined;
  readonly url?: string | undefined;
}

interface Row {
  readonly id?: number | undefined;
  readonly action: string;
  readonly result: Outcome['result'] | 'failed' | 'not tried';
  readonly made?: number | undefined;
  readonly url?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * Does several things one after the other. A failure of one does not keep the others from being
 * done, unless it would be theirs too (credentials, rate limit, network): those are "not tried".
 * @returns a row for each; a problem with the first failure's code where any failed
 * @throws BbxError when there is a single thing to do and it fails
 */
export async function eachStep(context: Context, steps: readonly Step[]): Promise<Answer> {
  const rows: Row[] = [];
  const failures: BbxError[] = [];
  for (const step of steps) {
    const { id, action } = step;
    context.signal.throwIfAborted();
    if (failures.some(isEverybodys)) {
      rows.push({ id, action, result: 'not tried' });
      continue;
    }
    context.progress({
      label: [action, id].filter(Boolean).join(' '),
      done: rows.length,
      total: steps.length,
    });
    try {
      rows.push({ id, action, ...(await step.run()) });
    } catch (error) {
      if (!(error instanceof BbxError) || steps.length === 1 || error.code === 'CANCELLED')
        throw error;
      failures.push(error);
      rows.push({ id, action, result: 'failed', error: error.message });
    }
  }
  return {
    kind: 'data',
    data: { values: rows },
    text: async () => rows.map(lineOf).join('\n'),
    problem: problemOf(failures, rows),
  };
}

/** What would be done. */
export const previewOf = (steps: readonly Step[]): DataAnswer => ({
  kind: 'data',
  data: { dry_run: true, values: steps.map(({ id, action }) => ({ id, action })) },
});

/** Whoever has to act on it, the other things would fail alike. */
const isEverybodys = ({ code }: BbxError) =>
  code !== 'FORBIDDEN' && EXIT_CODES[code] >= EXIT_CODES.AUTH_REJECTED;

function problemOf(failures: readonly BbxError[], rows: readonly Row[]): BbxError | undefined {
  const first = failures.find(isEverybodys) ?? failures[0];
  if (first === undefined) return undefined;
  const left = rows.filter(({ result }) => result === 'failed' || result === 'not tried').length;
  return new BbxError(first.code, `${left} of ${rows.length} not done: ${first.message}`, {
    hint: first.hint,
    status: first.status,
    server: first.server,
    retryAfter: first.retryAfter,
    cause: first,
  });
}

function lineOf({ id, action, result, made, url, error }: Row): string {
  const words = result === 'already' ? 'it was so already' : result;
  const more = [made === undefined ? '' : `as ${made}`, url ?? ''].filter(Boolean).join(', ');
  return safe(
    `${[action, id].filter(Boolean).join(' ')}: ${words}${more ? ` (${more})` : ''}${error ? `: ${error}` : ''}`,
  );
}
