import type { Context } from '../context.ts';

/**
 * A context that counts what is sent through it.
 * @returns `sent` gives how many exchanges there were so far; what the client repeats counts once
 */
export function counting(context: Context): { context: Context; sent: () => number } {
  let count = 0;
  const { send } = context.client;
  const client: Context['client'] = {
    send: async (request, use) => {
      count += 1;
      return await send(request, use);
    },
  };
  return { context: { ...context, client }, sent: () => count };
}
