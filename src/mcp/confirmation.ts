import { createHash } from 'node:crypto';
import {
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server';
import type { Answer } from '../core/answer.ts';
import { BbxError } from '../core/errors.ts';
import type { Planned } from '../core/operation.ts';
import { textForPerson } from '../core/output/renderer.ts';
import { sanitizeForModel } from '../core/output/sanitize.ts';

/** How a call may be confirmed: by what the agent gives, and by what its client can. */
export interface Consent {
  /** What the agent got with the preview. */
  readonly digest: string | undefined;
  /** The client can ask its user. */
  readonly canAsk: boolean;
  /** What the user said, when this is the second round of the call. */
  readonly said: Readonly<Record<string, unknown>> | undefined;
  /** What was sent along when the user was asked: the digest of what they were shown. */
  readonly state: unknown;
}

/** What comes of a destructive call: its user is asked, its agent is shown, or it may go on. */
export type Verdict =
  | { readonly kind: 'ask'; readonly result: InputRequiredResult }
  | { readonly kind: 'show'; readonly preview: Answer; readonly remark: string }
  | { readonly kind: 'go' };

/**
 * Decides whether planned work that destroys something may be done: when the user has said yes to
 * what they were shown, or when the agent names its digest, which came with the preview.
 * @throws BbxError CONFIRMATION_REQUIRED when the user said no, CONFLICT when the work is another
 *   one by now
 */
export async function confirmation(planned: Planned, consent: Consent): Promise<Verdict> {
  if (planned.question === undefined) return { kind: 'go' };
  const digest = planned.digest ?? digestOf(planned.preview);
  if (consent.digest !== undefined) {
    if (consent.digest === digest) return { kind: 'go' };
    throw new BbxError('CONFLICT', 'What would be done is not what this digest stands for.', {
      hint: 'It has changed since. Call without digest to see it anew.',
    });
  }
  if (!consent.canAsk) return { kind: 'show', preview: planned.preview, remark: remark(digest) };
  const answer = inputResponse(consent.said, KEY);
  if (answer.kind === 'elicit' && consent.state === digest) {
    if (answer.action === 'accept' && answer.content?.[KEY] === true) return { kind: 'go' };
    throw new BbxError('CONFIRMATION_REQUIRED', 'The user said no: nothing was changed.', {
      hint: 'Ask the user what they want instead.',
    });
  }
  return { kind: 'ask', result: await question(planned, planned.question, digest) };
}

const KEY = 'confirm';

const remark = (digest: string) =>
  `Nothing is done yet. Show this to the user; when they agree, call again with digest: "${digest}".`;

/** Long enough to name the work, short enough to be repeated. */
const digestOf = ({ kind, ...rest }: Answer): string =>
  createHash('sha256')
    .update(JSON.stringify(kind === 'bytes' || !('data' in rest) ? kind : rest.data))
    .digest('hex')
    .slice(0, 16);

/** Characters of the preview that a dialog shows. */
const LONGEST = 3000;
/** Lines of a preview after which the question is asked once more. */
const SHORT = 10;

async function question(
  { preview, summary }: Planned,
  asked: string,
  digest: string,
): Promise<InputRequiredResult> {
  const screen = { width: 80, colour: false, now: Date.now() };
  const shown = preview.kind === 'data' ? await textForPerson(preview, screen) : '';
  const { head, rest, text } = cutAt(shown);
  const again = text.split('\n').length > SHORT ? asked : '';
  return inputRequired({
    inputRequests: {
      [KEY]: inputRequired.elicit({
        message: sanitizeForModel(
          [asked, summary, head, text, rest, again].filter(Boolean).join('\n\n'),
        ),
        requestedSchema: {
          type: 'object',
          properties: { [KEY]: { type: 'boolean', title: 'Yes, do it', default: false } },
          required: [KEY],
        },
      }),
    },
    requestState: digest,
  });
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
