import type { Context } from '../../core/context.ts';
import { createContext } from '../../core/create-context.ts';
import { currentFolder } from '../../core/current-folder.ts';
import type { Session } from '../session.ts';

/** The context of a request that is no call of a tool; the operator's policy holds for it too. */
export async function contextFor(
  { load, policy }: Pick<Session, 'load' | 'policy'>,
  {
    signal,
    progress = () => undefined,
  }: { readonly signal: AbortSignal; readonly progress?: Context['progress'] },
): Promise<Context> {
  return createContext({
    config: await load(),
    cwd: currentFolder(),
    signal,
    progress,
    permit: policy.permit,
    permitClone: policy.permitClone,
    note: () => undefined,
  });
}
