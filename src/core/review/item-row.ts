import { wellFormed } from '../output/well-formed.ts';
import { sideOf } from './finding.ts';
import type { StepResult } from './outgoing.ts';
import type { ReviewItem } from './review-items.ts';

/** What is or would be done with one finding, for programs and agents. */
export interface ItemRow {
  readonly item: number;
  readonly path: string;
  readonly line?: number | undefined;
  readonly start_line?: number | undefined;
  /** Only where it is the old one. */
  readonly side?: 'old' | undefined;
  readonly status: StepResult['status'] | 'to post' | 'not placed';
  /** The comment. */
  readonly id?: number | undefined;
  /** What the line says, before anything is sent. */
  readonly on?: string | undefined;
  readonly why?: string | undefined;
  /** Where a finding without a place could go, as PATH:LINE or PATH. */
  readonly nearest?: readonly string[] | undefined;
}

/**
 * The row of a finding.
 * @param result what became of it, or of the one that it is the same as; undefined before anything is sent
 */
export function rowOf(item: ReviewItem, result: StepResult | undefined): ItemRow {
  const { finding, placement, problem, known } = item;
  const place = placement?.place ?? known?.place;
  const where = {
    item: item.item,
    path: place?.path ?? finding.path,
    line: place?.line ?? finding.line ?? undefined,
    start_line: placement ? placement.place.startLine : (finding.start_line ?? undefined),
    side: (place?.side ?? sideOf(finding)) === 'old' ? ('old' as const) : undefined,
  };
  if (problem) {
    return { ...where, status: 'not placed', why: `${problem.why}.`, nearest: problem.nearest };
  }
  if (known)
    return {
      ...where,
      status: 'already there',
      id: known.id,
      why: sameWords(item) ?? elsewhere(item),
    };
  if (item.sameAs !== undefined && (result === undefined || result.status === 'posted'))
    return { ...where, status: 'already there', id: result?.id, why: sameWords(item) };
  const why = result?.why ?? movedTo(item);
  if (result) return { ...where, status: result.status, id: result.id, why };
  return {
    ...where,
    status: 'to post',
    why,
    on: wellFormed(placement?.lines.at(-1)?.text.trim().slice(0, 80) ?? ''),
  };
}

/** One comment is posted for findings that are the same. */
const sameWords = ({ sameAs }: ReviewItem) =>
  sameAs === undefined ? undefined : `Same as item ${sameAs}.`;

/** A comment stays where it was posted, while its lines move. */
function elsewhere({ placement, known }: ReviewItem): string | undefined {
  const line = known?.place?.line;
  const moved = placement !== undefined && line !== undefined && line !== placement.place.line;
  return moved ? `Bitbucket has it on line ${line}.` : undefined;
}

/**
 * Says that a comment goes to another line than the finding gives, because its text is there: by its
 * anchor, or by what the line said when it was first prepared.
 */
export function movedTo({ finding, placement }: ReviewItem): string | undefined {
  const { side, line } = placement?.place ?? {};
  if (!finding.line || line === finding.line || side !== (sideOf(finding) ?? side))
    return undefined;
  return `Given as line ${finding.line}: its text is on line ${line}.`;
}
