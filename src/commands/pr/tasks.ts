import { commandFor } from '../../cli/command-for.ts';
import { tasks } from '../../operations/pr/tasks.ts';

export default commandFor(tasks, {
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
});
