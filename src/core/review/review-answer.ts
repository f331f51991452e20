import type { DataAnswer, Screen } from '../answer.ts';
import { BbxError } from '../errors.ts';
import { type ItemRow, rowOf } from './item-row.ts';
import type { Sent, StepResult } from './outgoing.ts';
import type { Performed } from './perform-review.ts';
import type { Prepared } from './prepare-review.ts';
import { nextStep, wordsOf } from './problem-words.ts';

/** A verdict, by the flag it is given with. */
const VERBS = {
  approve: 'approve',
  'request-changes': 'request-changes',
  none: 'unapprove',
} as const;

type Look = Pick<Screen, 'width' | 'colour'>;

/** What would be sent. */
export function previewAnswer(prepared: Prepared, { partial }: { partial: boolean }): DataAnswer {
  const rows = prepared.items.map((item) => rowOf(item, undefined));
  const { verdict, before, body } = prepared;
  const data = {
    ...head(prepared),
    ...asked(prepared),
    verdict_status: verdict === undefined ? 'none' : verdict === before ? 'already' : 'to send',
    ...(body && { body: body.known ? 'already there' : 'to post' }),
    to_post: count(rows, 'to post'),
    already: count(rows, 'already there'),
    ...some('not_placed', count(rows, 'not placed')),
    items: rows.map(compact),
  };
  const text = async (screen: Look) => {
    const { previewText } = await import('./preview-text.ts');
    return await previewText(prepared, screen);
  };
  return { kind: 'data', data, text, problem: partial ? undefined : unplaced(prepared) };
}

/** What became of it. */
export function resultAnswer({ prepared, sent }: Performed): DataAnswer {
  const results = new Map(sent?.results.map((result) => [result.key, result]));
  const nothing: StepResult = { key: '', status: 'not tried' };
  const rows = prepared.items.map((item) =>
    rowOf(item, results.get(String(item.sameAs ?? item.item)) ?? nothing),
  );
  const { body } = prepared;
  const said = body && (body.known ? 'already there' : (results.get('body') ?? nothing).status);
  const data = {
    ...head(prepared),
    ...asked(prepared),
    verdict_status: sent?.verdict ?? (prepared.verdict ? 'held back' : 'none'),
    ...(said && { body: said }),
    posted: count(rows, 'posted'),
    already: count(rows, 'already there'),
    failed: count(rows, 'failed'),
    ...some('unknown', count(rows, 'unknown')),
    ...some('not_tried', count(rows, 'not tried')),
    ...some('not_placed', count(rows, 'not placed')),
    items: rows.map(compact),
  };
  const text = async (screen: Look) => {
    const { resultText } = await import('./result-text.ts');
    return await resultText({ prepared, sent, rows, body: said }, screen);
  };
  const problem = sent ? failure(sent, prepared, rows) : unplaced(prepared);
  return { kind: 'data', data, text, problem };
}

const head = ({ pull }: Prepared) => ({
  pull_request: pull.id,
  url: pull.url,
  commit: pull.source.commit ?? '',
});

const asked = ({ verdict }: Prepared) => verdict !== undefined && { verdict: VERBS[verdict] };

const compact = (row: ItemRow) =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

const count = (rows: readonly ItemRow[], status: ItemRow['status']) =>
  rows.filter((row) => row.status === status).length;

const some = (name: string, number: number) => (number > 0 ? { [name]: number } : {});

function unplaced({ items }: Prepared): BbxError | undefined {
  const bad = items.filter(({ problem }) => problem);
  const [first] = bad;
  if (first?.problem === undefined) return undefined;
  const which =
    bad.length === 1
      ? `Finding ${first.item} of ${items.length} has`
      : `${bad.length} of ${items.length} findings have`;
  return new BbxError('BAD_REQUEST', `${which} no place in the diff: nothing was sent.`, {
    hint: `${first.problem.why}. Correct each as its item says, or send the others with --partial.`,
  });
}

/** What stands and what does not, then the first error. */
function failure(sent: Sent, prepared: Prepared, rows: readonly ItemRow[]): BbxError | undefined {
  const { problem, results } = sent;
  if (problem === undefined) return undefined;
  const unknown = results.some(({ status }) => status === 'unknown');
  const words = [...outcome(sent, prepared, rows), wordsOf(problem)].join(' ');
  return new BbxError(problem.code, words, {
    hint: unknown ? LOOK_FIRST : [AGAIN, nextStep(problem)].filter(Boolean).join(' '),
    status: problem.status,
    server: problem.server,
    retryAfter: problem.retryAfter,
    cause: problem,
  });
}

const AGAIN = 'Run the same again to send what is missing: nothing is posted twice.';
const LOOK_FIRST =
  'A comment was sent, and whether it stands is not known. Wait a little, look at the comments, then run the same again: it posts what is not there by then.';

function outcome(
  { verdict, results }: Sent,
  { body, verdict: wanted = 'none' }: Prepared,
  rows: readonly ItemRow[],
): string[] {
  const stands = rows.filter(({ status }) => status === 'posted' || status === 'already there');
  const said = results.find(({ key }) => key === 'body')?.status;
  const parts = [
    ...(rows.length > 0 ? [`${stands.length} of ${rows.length} comments stand`] : []),
    ...(rows.length === 0 && body && said === 'failed' ? ['The comment was not posted'] : []),
    ...(verdict === 'held back' ? ['the verdict is held back'] : []),
    ...(verdict === 'failed' ? [FAILED[wanted]] : []),
  ].join('; ');
  return parts === '' ? [] : [`${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`];
}

const FAILED = {
  approve: 'the approval failed',
  'request-changes': 'the request for changes failed',
  none: 'taking back your verdict failed',
} as const;
