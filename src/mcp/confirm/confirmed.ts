import type { ElicitRequestFormParams, InputRequiredResult } from '@modelcontextprotocol/server';
import { inputRequired } from '@modelcontextprotocol/server';
import type { Answer } from '../../core/answer.ts';
import { digestOf } from '../../core/canonical-json.ts';
import type { Permit } from '../../core/client/permit.ts';
import { pathBelow } from '../../core/client/url.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Operation, Planned } from '../../core/operation.ts';
import type { Policy } from '../policy/policy.ts';
import { toolName } from '../tool-name.ts';
import { LATE } from './late.ts';
import { needsConsent, planToConfirm } from './plan-to-confirm.ts';
import { questionFor, saidIn } from './question.ts';
import { refused } from './refused.ts';
import type { Tickets } from './tickets.ts';

/** How a call may be agreed to: by what the agent gives, and by what its client can. */
export interface Consent {
  /** What the agent got with the preview. */
  readonly digest: string | undefined;
  /** How the client asks its user; undefined where it cannot. */
  readonly ask: AskNow | AskByAnswer | undefined;
}

/** Clients before 2026-07-28 are asked while the call waits. */
export interface AskNow {
  readonly kind: 'now';
  /**
   * @returns what the client answered, undefined where that cannot be read; LATE where it has not
   *   answered within the time for it
   * @throws what the client says is wrong: it cannot ask
   */
  readonly ask: (form: ElicitRequestFormParams, signal: AbortSignal) => Promise<unknown>;
}

/** Later clients get the question as the answer of the call, and call again with what was said. */
export interface AskByAnswer {
  readonly kind: 'by answer';
  /** What was sent along with the question; undefined in the first round. */
  readonly state: unknown;
  readonly said: Readonly<Record<string, unknown>> | undefined;
}

/** A call that somebody may have to agree to. */
export interface Work {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: Context;
  readonly policy: Policy;
  readonly tickets: Tickets;
}

/** What comes of it: it is done, or shown to the agent, or its user is asked. */
export type Outcome =
  | { readonly kind: 'done'; readonly answer: Answer }
  | {
      readonly kind: 'shown';
      readonly preview: Answer;
      readonly remark: string;
      /** Why the digest that was given did not do it. */
      readonly problem?: BbxError | undefined;
    }
  | { readonly kind: 'ask'; readonly result: InputRequiredResult };

/** Work that waits, and its name: a hash over all that was shown. */
interface Waiting {
  readonly planned: Planned;
  readonly name: string;
}

/**
 * Does work once it is agreed to: by a user who was shown it, or by an agent with the ticket that
 * came with the preview. The work is planned anew each time, so that what is done is what was shown.
 * An agent whose client can ask its user gets no ticket unless the client answers that it
 * cannot: nothing that a model does makes it fail. Any other answer than a yes is a no, and
 * voids the tickets that were given before.
 * @throws BbxError CONFIRMATION_REQUIRED when the user did not agree, POLICY when it must not be
 *   sent, and what planning and doing throw
 */
export async function confirmed(work: Work, { digest, ask }: Consent): Promise<Outcome> {
  const waiting = await planned(work);
  if ('kind' in waiting) return waiting;
  if (digest !== undefined && work.tickets.redeem('agent', waiting.name, digest)) {
    return await done(waiting);
  }
  if (ask === undefined) return shown(work, waiting, digest === undefined ? undefined : stale());
  return ask.kind === 'now'
    ? await askedNow(work, waiting, ask)
    : await askedByAnswer(work, waiting, ask);
}

/** Plans the work, and does it where nobody has to agree. */
async function planned(work: Work): Promise<Waiting | Outcome> {
  const { operation, input, context, policy } = work;
  const plan = await planToConfirm(operation, input, context);
  if (!needsConsent(plan, operation, policy.confirm)) return await done({ planned: plan });
  await permitted(plan, context, policy.permit);
  const what = plan.digest ?? dataOf(plan.preview);
  return { planned: plan, name: digestOf({ tool: toolName(operation), input, what }) };
}

async function permitted(
  { sends = [] }: Planned,
  { config }: Context,
  permit: Permit | undefined,
): Promise<void> {
  for (const exchange of sends) {
    const path = pathBelow(config.apiUrl, exchange.url);
    await permit?.({ ...exchange, path, redirected: false });
  }
}

const dataOf = (answer: Answer): unknown => (answer.kind === 'bytes' ? undefined : answer.data);

const done = async ({ planned }: Pick<Waiting, 'planned'>): Promise<Outcome> => ({
  kind: 'done',
  answer: await planned.perform(),
});

function shown({ tickets }: Work, { planned, name }: Waiting, problem?: BbxError): Outcome {
  const digest = tickets.issue('agent', name);
  const remark = `Nothing is done yet. Show this to the user; when they agree, call again with digest: "${digest}".`;
  return { kind: 'shown', preview: planned.preview, remark, problem };
}

/** How often a user is asked about work that changes while they are asked. */
const ROUNDS = 3;

async function askedNow(work: Work, first: Waiting, { ask }: AskNow): Promise<Outcome> {
  const { signal } = work.context;
  let waiting = first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = await ask(await formFor(work, waiting), signal).catch(() => {
      signal.throwIfAborted();
      return FAILED;
    });
    if (answer === FAILED) return shown(work, waiting);
    const said = answer === LATE ? 'late' : saidIn(answer);
    if (said !== 'yes') throw refused(work.tickets, said);
    const now = await planned(work);
    if ('kind' in now || now.name === waiting.name) return 'kind' in now ? now : await done(now);
    waiting = now;
  }
  throw new BbxError('CONFLICT', 'What would be done changes while the user is asked.', {
    hint: 'Nothing was sent. Try again later.',
  });
}

/** A client that says it can ask its user, and fails at it. */
const FAILED = Symbol('failed');

async function askedByAnswer(
  work: Work,
  waiting: Waiting,
  { state, said: answers }: AskByAnswer,
): Promise<Outcome> {
  const wasAsked = work.tickets.redeem('client', waiting.name, state);
  if (wasAsked || answers?.[KEY] !== undefined) {
    const said = saidIn(answers?.[KEY]);
    if (said !== 'yes') throw refused(work.tickets, said);
    if (wasAsked) return await done(waiting);
  }
  const result = inputRequired({
    inputRequests: { [KEY]: inputRequired.elicit(await formFor(work, waiting)) },
    requestState: work.tickets.issue('client', waiting.name),
  });
  return { kind: 'ask', result };
}

const KEY = 'confirm';

const formFor = async ({ operation }: Work, { planned }: Waiting) =>
  await questionFor(planned, planned.question ?? `Let the agent do ${toolName(operation)}?`);

const stale = () =>
  new BbxError('CONFLICT', 'What would be done is not what this digest stands for.', {
    hint: 'It has changed, or was done already. Below is what would be done now, with its own digest.',
  });
