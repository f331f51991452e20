import type { Journal } from '../../core/review/journal.ts';
import type { Performed } from '../../core/review/perform-review.ts';
import type { Prepared } from '../../core/review/prepare-review.ts';

/** Keeps what the lines of each finding say that is not posted yet. */
export async function rememberPlaces(
  journal: Journal | undefined,
  { items, pull }: Prepared,
): Promise<void> {
  if (journal === undefined) return;
  for (const { finding, placement, known } of items) {
    if (known) journal.forget(finding);
    else if (placement && !finding.anchor) {
      const { place, lines } = placement;
      const texts = lines.map(({ text }) => text);
      journal.record(finding, { commit: pull.source.commit ?? '', side: place.side, lines: texts });
    }
  }
  await journal.save();
}

/**
 * Keeps as which comment each finding was posted.
 * @param shown the items as they were shown: in what was sent a finding may have another line
 */
export async function rememberPosted(
  journal: Journal | undefined,
  { prepared, sent }: Performed,
  shown: Prepared['items'],
): Promise<void> {
  if (journal === undefined || sent === undefined) return;
  const ids = new Map(sent.results.map(({ key, id }) => [key, id]));
  for (const { item, finding } of shown) {
    const id = ids.get(String(item));
    if (id !== undefined) journal.recordPosted(finding, id, prepared.pull.source.commit ?? '');
  }
  await journal.save();
}
