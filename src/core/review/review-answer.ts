import type { DataAnswer, Screen } from '../answer.ts';
import { type ItemRow, rowOf } from './item-row.ts';
import { holdsApproval } from './leave-out.ts';
import type { StepResult } from './outgoing.ts';
import type { Performed } from './perform-review.ts';
import type { Prepared } from './prepare-review.ts';
import { sendingProblem, unplacedProblem } from './review-problem.ts';

/** A verdict, by the flag it is given with. */
const VERBS = {
  approve: 'approve',
  'request-changes': 'request-changes',
  none: 'unapprove',
} as const;

type Look = Pick<Screen, 'width' | 'colour'>;

/** What would be sent; a model that only asks for it has the texts already. */
export function previewAnswer(prepared: Prepared, { partial }: { partial: boolean }): DataAnswer {
  const rows = prepared.items.map((item) => rowOf(item, undefined));
  const { body, items } = prepared;
  const brief = {
    ...head(prepared),
    ...asked(prepared),
    verdict_status: verdictStatus(prepared),
    ...(body && { body: body.known ? 'already there' : 'to post' }),
    to_post: count(rows, 'to post'),
    already: count(rows, 'already there'),
    ...some('not_placed', count(rows, 'not placed')),
    items: rows.map(compact),
  };
  const data = {
    ...brief,
    ...(body && !body.known && { body_text: body.text }),
    items: rows.map((row, at) => ({
      ...compact(row),
      ...(row.status === 'to post' && { text: items[at]?.text }),
    })),
  };
  const text = async (screen: Look) => {
    const { previewText } = await import('./preview-text.ts');
    return await previewText(prepared, screen);
  };
  const problem = unplacedProblem(prepared, partial);
  const short = briefOf(brief) ?? { data: brief, omitted: [] };
  return { kind: 'data', data, text, brief: short, problem };
}

function verdictStatus(prepared: Prepared): string {
  const { verdict, before } = prepared;
  if (verdict === undefined) return 'none';
  if (verdict === before) return 'already';
  return holdsApproval(prepared) ? 'held back' : 'to send';
}

/** What became of it. */
export function resultAnswer({ prepared, sent }: Performed, partial: boolean): DataAnswer {
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
  const problem =
    (sent && sendingProblem(sent, prepared, rows)) ?? unplacedProblem(prepared, partial);
  return { kind: 'data', data, text, brief: briefOf(data), problem };
}

/** Items of which a model is told one by one when nothing is wrong with them. */
const MOST_ITEMS = 50;

/** For a model: where there are many items, first all that went wrong, then some of the others. */
function briefOf<Data extends { readonly items: readonly Partial<ItemRow>[] }>(
  data: Data,
): DataAnswer['brief'] {
  const wrong = data.items.filter(({ status = '' }) => WRONG.has(status));
  const others = data.items.filter((item) => !wrong.includes(item));
  const more = others.length - MOST_ITEMS;
  if (more <= 0) return undefined;
  const items = [...wrong, ...others.slice(0, MOST_ITEMS)];
  return { data: { ...data, items }, omitted: [`${more} items that are in the counts`] };
}

const WRONG: ReadonlySet<string> = new Set(['failed', 'unknown', 'not placed']);

const head = ({ pull }: Prepared) => ({
  pull_request: pull.id,
  url: pull.url,
  commit: pull.source.commit ?? '',
});

const asked = ({ verdict }: Prepared) => verdict !== undefined && { verdict: VERBS[verdict] };

const compact = (row: ItemRow): Partial<ItemRow> =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

const count = (rows: readonly ItemRow[], status: ItemRow['status']) =>
  rows.filter((row) => row.status === status).length;

const some = (name: string, number: number) => (number > 0 ? { [name]: number } : {});
