import type { ServerContext } from '@modelcontextprotocol/server';
import type { Progress } from '../core/context.ts';
import { sanitizeForModel } from '../core/output/sanitize.ts';

/** Tells the client of a request how far its work has come. */
export const progressOf = ({ _meta, notify }: ServerContext['mcpReq']) =>
  progressFor(_meta?.progressToken, (params) =>
    notify({ method: 'notifications/progress', params }),
  );

/** Sends the parameters of notifications/progress. */
export type Notify = (params: {
  progressToken: string | number;
  progress: number;
  message: string;
  total?: number;
}) => Promise<void>;

/**
 * Tells a client how far a call has come, if it has asked for that with a token. The number rises
 * with each notification, as the protocol wants it, also where work has no count.
 */
export function progressFor(
  token: string | number | undefined,
  notify: Notify,
): (progress: Progress) => void {
  if (token === undefined) return () => undefined;
  let count = 0;
  return ({ label, done, total }) => {
    count = Math.max(count + 1, done ?? 0);
    const known = total === undefined || total < count ? {} : { total };
    const sent = notify({
      progressToken: token,
      progress: count,
      message: sanitizeForModel(label),
      ...known,
    });
    // A client that has gone has no use for it.
    void sent.catch(() => undefined);
  };
}
