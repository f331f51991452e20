import type { Journal } from '../../core/review/journal.ts';
import type { Performed } from '../../core/review/perform-review.ts';
import type { Remembered } from '../../core/review/place-finding.ts';
import type { Prepared, Wish } from '../../core/review/prepare-review.ts';

/** What the lines of a finding said on an earlier commit; one that has an anchor needs no memory. */
export const rememberedIn =
  (journal: Journal | undefined) =>
  ({ finding }: Wish, commit: string): Remembered | undefined => {
    const entry = finding.anchor ? undefined : journal?.recall(finding);
    return entry && entry.commit !== commit ? entry : undefined;
  };

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

/** What stands needs no help any more. */
export async function forgetPosted(
  journal: Journal | undefined,
  { prepared, sent }: Performed,
): Promise<void> {
  if (journal === undefined || sent === undefined) return;
  const posted = new Set(
    sent.results.filter(({ status }) => status === 'posted').map(({ key }) => key),
  );
  for (const { item, finding } of prepared.items) {
    if (posted.has(String(item))) journal.forget(finding);
  }
  await journal.save();
}
