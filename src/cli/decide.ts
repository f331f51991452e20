import type { Answer } from '../core/answer.ts';
import type { Context } from '../core/context.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation, Part, Planned } from '../core/operation.ts';
import { type Terminal, writeError } from '../core/output/terminal.ts';
import type { Arguments } from './command-line.ts';

/** Asks a person a question whose answer is No unless they say otherwise. */
export type Confirm = (question: string) => Promise<boolean>;

/**
 * Has a person leave out parts of planned work.
 * @returns the keys of what is left; undefined when they gave up
 */
export type ChooseParts = (parts: readonly Part[]) => Promise<readonly string[] | undefined>;

/** An operation with all that it is called with. */
export interface Work {
  readonly operation: Operation;
  readonly input: unknown;
  readonly context: Context;
  readonly terminal: Terminal;
  readonly confirm: Confirm | undefined;
  readonly choose?: ChooseParts | undefined;
}

/**
 * What to do with the input: show it, or do it, after a person has agreed where one has to.
 * @param quiet takes the progress line away before something is shown
 * @throws BbxError CONFIRMATION_REQUIRED when nobody agreed
 */
export async function decide(
  work: Work,
  values: Arguments['values'],
  quiet: () => void,
): Promise<() => Promise<Answer>> {
  const { operation, input, context } = work;
  const asks = values.yes !== true;
  if (operation.plan) {
    const planned = await operation.plan(input, context);
    quiet();
    if (values['dry-run'] === true) {
      refuseBoth(planned);
      return async () => planned.preview;
    }
    return (asks ? await agreedOn(planned, work) : planned).perform;
  }
  quiet();
  const { preview } = operation;
  if (values['dry-run'] === true && preview) return async () => await preview(input, context);
  if (operation.effect === 'destructive' && asks) {
    const shown = work.terminal.asks && (await operation.planForConsent?.(input, context));
    if (shown) await show(shown.preview, work);
    await ask((await operation.question?.(input, context)) ?? `${operation.summary}?`, work);
  }
  return async () => await operation.run(input, context);
}

function refuseBoth({ sendsNothing: flag }: Planned): void {
  if (flag === undefined) return;
  throw new BbxError('USAGE', `${flag} and --dry-run are both given.`, {
    hint: `Neither sends anything: ${flag} writes the file, --dry-run only shows it. Give one of them.`,
  });
}

/**
 * The work that somebody agreed to. On a terminal the person leaves parts out, sees what is planned,
 * and is asked. Of scripts, only what destroys wants a --yes, or an earlier agreement.
 */
async function agreedOn(planned: Planned, work: Work): Promise<Planned> {
  const { terminal, operation } = work;
  const destroys = planned.destroys ?? operation.effect === 'destructive';
  const free = !destroys || planned.agreed === true;
  if (planned.question === undefined || (!terminal.asks && free)) return planned;
  const chosen = await chosenOf(planned, work);
  if (terminal.asks) await show(chosen.preview, work);
  if (chosen.question !== undefined) await ask(chosen.question, work, chosen.otherwise);
  return chosen;
}

async function show(preview: Answer, { terminal: { width, colour } }: Work): Promise<void> {
  if (preview.kind !== 'data') return;
  const { textForPerson } = await import('../core/output/renderer.ts');
  const text = await textForPerson(preview, { width, colour, now: Date.now() });
  if (text) writeError(`${text}\n`);
}

async function chosenOf(planned: Planned, { terminal, choose }: Work): Promise<Planned> {
  const { parts = [], only, agreed } = planned;
  const open = terminal.asks && terminal.watched && !agreed;
  if (!open || !choose || !only || parts.length === 0) return planned;
  const keys = await choose(parts);
  if (keys) return keys.length === parts.length ? planned : only(keys);
  throw new BbxError('CONFIRMATION_REQUIRED', 'Not confirmed: nothing was changed.');
}

async function ask(question: string, { terminal, confirm }: Work, otherwise = ''): Promise<void> {
  if (!terminal.asks || !confirm) {
    throw new BbxError('CONFIRMATION_REQUIRED', `${question} Nobody is here to confirm it.`, {
      hint: `Add --yes to do it without a question, or --dry-run to see what would be sent. ${otherwise}`.trim(),
    });
  }
  const { sanitizeForTerminal } = await import('../core/output/sanitize.ts');
  if (await confirm(sanitizeForTerminal(question))) return;
  throw new BbxError('CONFIRMATION_REQUIRED', 'Not confirmed: nothing was changed.');
}
