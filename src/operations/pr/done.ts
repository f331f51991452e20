import type { DoneAnswer } from '../../core/answer.ts';
import { sanitizeForTerminal } from '../../core/output/sanitize.ts';

/**
 * Success in a sentence, and as data.
 * @param message may quote what others wrote: it is made safe for a terminal here
 */
export const done = (message: string, data: Readonly<Record<string, unknown>>): DoneAnswer => ({
  kind: 'done',
  message: sanitizeForTerminal(message).replaceAll('\n', ' '),
  data: { done: true, ...data },
});
