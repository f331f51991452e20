import type { Context } from '../../core/context.ts';
import type { Operation, Planned } from '../../core/operation.ts';
import type { ConfirmMode } from '../policy/policy.ts';
import { toolName } from '../tool-name.ts';

/** Whether a call of the operation can need somebody's agreement: then its tool takes a digest. */
export function isConfirmed(operation: Operation, mode: ConfirmMode): boolean {
  const { effect, plan, planForConsent } = operation;
  if (effect === 'read' || mode === 'never') return false;
  if (mode === 'always' || planForConsent) return true;
  return plan !== undefined && effect === 'destructive';
}

/** Thinks a call through, and does nothing. */
export async function planToConfirm(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<Planned> {
  const { plan = operation.planForConsent, preview, run } = operation;
  if (plan) return await plan(input, context);
  return {
    preview: preview
      ? await preview(input, context)
      : { kind: 'data', data: { tool: toolName(operation), ...input } },
    perform: async () => await run(input, context),
  };
}

/** Whether this work waits until somebody has agreed to it. */
export function needsConsent(planned: Planned, operation: Operation, mode: ConfirmMode): boolean {
  const { preview, question, changesNothing, destroys } = planned;
  if (changesNothing || preview.kind === 'done') return false;
  if (mode === 'always') return true;
  return question !== undefined && (destroys ?? operation.effect === 'destructive');
}
