import { commandFor } from '../../cli/command-for.ts';
import { decline } from '../../operations/pr/decline.ts';

export default commandFor(decline, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
});
