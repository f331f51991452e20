import { commandFor } from '../../cli/command-for.ts';
import { merge } from '../../operations/pr/merge.ts';

export default commandFor(merge, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
});
