import { BbxError } from '../../core/errors.ts';
import type { Said } from './question.ts';
import type { Tickets } from './tickets.ts';

/** What is no yes; "late" is no answer within the time for it. */
type NotYes = Exclude<Said, 'yes'> | 'late';

const WORDS: Readonly<Record<NotYes, string>> = {
  no: 'The user said no',
  dismissed: 'The user closed the question',
  unticked: 'The question came back without a tick at "Yes, do it"',
  unclear: 'The question came back without an answer',
  late: 'The user has not answered',
};

/**
 * The answer to a call that its user has not agreed to. It voids what the agent could do without
 * asking once more: whoever has not agreed takes back what they may have agreed to in other words.
 */
export function refused(tickets: Tickets, said: NotYes): BbxError {
  tickets.revoke();
  const formless = said === 'unticked' || said === 'unclear';
  return new BbxError('CONFIRMATION_REQUIRED', `${WORDS[said]}: nothing was changed.`, {
    hint: `Ask the user what they want instead.${formless ? ' If they meant yes, their client may not show forms: they can do this themselves, with bbx.' : ''}`,
  });
}
