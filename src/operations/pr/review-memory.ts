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

/** What stands needs no help any more; on which commit it was posted is kept. */
export async function rememberPosted(
  journal: Journal | undefined,
  { prepared, sent }: Performed,
): Promise<void> {
  if (journal === undefined || sent === undefined) return;
  const ids = new Map(sent.results.map(({ key, id }) => [key, id]));
  for (const { item, finding } of prepared.items) {
    const id = ids.get(String(item));
    if (id === undefined) continue;
    journal.forget(finding);
    journal.recordPosted(id, prepared.pull.source.commit ?? '');
  }
  await journal.save();
}
