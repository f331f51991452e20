import type { ElicitRequestFormParams } from '@modelcontextprotocol/server';
import type { Planned } from '../../core/operation.ts';
import { textForPerson } from '../../core/output/renderer.ts';
import { sanitizeForModel } from '../../core/output/sanitize.ts';
import { oneLine } from '../answers/one-line.ts';

/** The one field of the form. */
const FIELD = 'confirm';

/** Characters of the preview that a dialog shows. */
const LONGEST = 3000;
/** Lines of a preview after which the question is asked once more. */
const SHORT = 10;

/**
 * The form that a client puts before its user: what would be done, and whether to do it.
 * @param asked the question itself
 */
export async function questionFor(
  { preview, summary }: Planned,
  asked: string,
): Promise<ElicitRequestFormParams> {
  const screen = { width: 80, colour: false, now: Date.now() };
  const shown = preview.kind === 'data' ? await textForPerson(preview, screen) : '';
  const { head, rest, text } = cutAt(shown);
  // A title in it may hold line breaks, and look like a question of its own.
  const question = oneLine(asked);
  const again = text.split('\n').length > SHORT ? question : '';
  const parts = [question, summary, head, text, rest, again];
  return {
    message: sanitizeForModel(parts.filter(Boolean).join('\n\n')),
    requestedSchema: {
      type: 'object',
      properties: { [FIELD]: { type: 'boolean', title: 'Yes, do it', default: false } },
      required: [FIELD],
    },
  };
}

/** What the user made of the form; "unclear" is what is no answer to it. */
export type Said = 'yes' | 'no' | 'dismissed' | 'unticked' | 'unclear';

/** Reads a client's answer to the form: a yes is a form that comes back with its field ticked. */
export function saidIn(answer: unknown): Said {
  const { action, content } = Object.assign({ action: '', content: {} }, answer);
  if (action === 'decline') return 'no';
  if (action === 'cancel') return 'dismissed';
  if (action !== 'accept') return 'unclear';
  if (Array.isArray(content)) return 'unclear';
  const ticked: unknown = Object(content)[FIELD];
  if (ticked === undefined) return 'unticked';
  return ticked === true ? 'yes' : 'no';
}

/** What is left out is said before the list, so that no dialog hides it, and at its end. */
function cutAt(shown: string): { head: string; text: string; rest: string } {
  if (shown.length <= LONGEST) return { head: '', text: shown, rest: '' };
  const end = shown.lastIndexOf('\n', LONGEST);
  const text = shown.slice(0, end > 0 ? end : LONGEST);
  const left = shown
    .slice(text.length + 1)
    .split('\n')
    .filter(Boolean).length;
  const head = `This list is cut short: ${left} more lines are not shown.`;
  return { head, text, rest: `... and ${left} more lines` };
}
