import type { Session } from '../../src/mcp/session.ts';

/** A session in which nobody knows, or asks, what the token is good for. */
export const UNKNOWN_SCOPES: Pick<Session, 'scopes' | 'listChanges'> = {
  scopes: {
    known: async () => undefined,
    mayBeLate: async () => false,
    onLate: () => undefined,
  },
  listChanges: false,
};
