import { commandFor } from '../../cli/command-for.ts';
import { review } from '../../operations/pr/review.ts';

export default commandFor(review, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
});
