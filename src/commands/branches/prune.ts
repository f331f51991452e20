import { commandFor } from '../../cli/command-for.ts';
import { prune } from '../../operations/branches/prune.ts';

export default commandFor(prune, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
  choose: async (parts) => await (await import('../../tui/choose-parts.tsx')).chooseParts(parts),
});
