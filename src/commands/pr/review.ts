import { commandFor } from '../../cli/command-for.ts';
import { review } from '../../operations/pr/review.ts';

export default commandFor(review, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
  screen: {
    fields: ['pr', 'repo'],
    open: async (input, context, outlet) =>
      await (await import('../../tui/review/open-review.ts')).openReview(input, context, outlet),
  },
});
