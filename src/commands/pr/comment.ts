import { commandFor } from '../../cli/command-for.ts';
import { comment } from '../../operations/pr/comment.ts';

export default commandFor(comment, {
  compose: { field: 'body', unless: ['bodyFile', 'edit', 'delete'], fileName: 'comment.md' },
  confirm: async (question) => await (await import('../../tui/confirm.tsx')).confirm(question),
});
