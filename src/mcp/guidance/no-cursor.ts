import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * Every list here is given as a whole, so no cursor was ever handed out.
 * @throws ProtocolError -32602 for any
 */
export function noCursor(cursor: string | undefined): void {
  if (cursor !== undefined) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'This cursor is not valid: the list has one page.',
    );
  }
}
