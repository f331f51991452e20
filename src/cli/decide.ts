import type { Answer } from '../core/answer.ts';
import type { Context } from '../core/context.ts';
import { BbxError } from '../core/errors.ts';
import type { Operation, Planned } from '../core/operation.ts';
import { type Terminal, writeError } from '../core/output/terminal.ts';
import type { Arguments } from './command-line.ts';

/** Asks a person a question whose answer is No unless they say otherwise. */
export type Confirm = (question: string) => Promise<boolean>;

/** An operation with all that it is called with. */
export interface Work {
  readonly operation: Operation;
  readonly input: unknown;
  readonly context: Context;
  readonly terminal: Terminal;
  readonly confirm: Confirm | undefined;
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
    if (values['dry-run'] === true) return async () => planned.preview;
    if (asks) await askAbout(planned, work);
    return planned.perform;
  }
  quiet();
  const { preview } = operation;
  if (values['dry-run'] === true && preview) return async () => await preview(input, context);
  if (operation.effect === 'destructive' && asks) {
    await ask((await operation.question?.(input, context)) ?? `${operation.summary}?`, work);
  }
  return async () => await operation.run(input, context);
}

/** On a terminal the person sees what is planned. Of scripts, only what destroys wants a --yes. */
async function askAbout({ question, preview, destroys }: Planned, work: Work): Promise<void> {
  const { terminal, operation } = work;
  const asksScripts = destroys ?? operation.effect === 'destructive';
  if (question === undefined || (!terminal.asks && !asksScripts)) return;
  if (terminal.asks && preview.kind === 'data') {
    const { textForPerson } = await import('../core/output/renderer.ts');
    const { width, colour } = terminal;
    writeError(`${await textForPerson(preview, { width, colour, now: Date.now() })}\n`);
  }
  await ask(question, work);
}

async function ask(question: string, { terminal, confirm }: Work): Promise<void> {
  if (!terminal.asks || !confirm) {
    throw new BbxError('CONFIRMATION_REQUIRED', `${question} Nobody is here to confirm it.`, {
      hint: 'Add --yes to do it without a question, or --dry-run to see what would be sent.',
    });
  }
  const { sanitizeForTerminal } = await import('../core/output/sanitize.ts');
  if (await confirm(sanitizeForTerminal(question))) return;
  throw new BbxError('CONFIRMATION_REQUIRED', 'Not confirmed: nothing was changed.');
}
