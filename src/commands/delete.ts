import { commandFor } from '../cli/command-for.ts';
import { remove } from '../operations/api/delete.ts';

export default commandFor(remove, {
  confirm: async (question) => await (await import('../tui/confirm.tsx')).confirm(question),
});
