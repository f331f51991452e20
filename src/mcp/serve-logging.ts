import {
  LOG_LEVEL_META_KEY,
  type LoggingLevel,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { sanitizeForModel } from '../core/output/sanitize.ts';
import { LEVELS, SET_LEVEL } from './request-params.ts';

/** What is logged of one request. */
export interface Log {
  /** Something worth knowing that happened on the way; a wait is a warning. */
  readonly note: (text: string) => void;
  /** Each exchange with Bitbucket; undefined where nobody wants to know. */
  readonly trace: ((line: string) => void) | undefined;
}

/** Makes the log of a request. */
export type LogFor = (request: ServerContext['mcpReq']) => Log;

/**
 * Answers logging/setLevel. Nothing is logged unless a client asks: earlier ones once, by that
 * request; those since 2026-07-28 with each request.
 */
export function serveLogging(server: Server): LogFor {
  let chosen: LoggingLevel | undefined;
  server.setRequestHandler('logging/setLevel', { params: SET_LEVEL }, ({ level }) => {
    chosen = level;
    return {};
  });
  return (request) => {
    const wanted = levelIn(request.envelope) ?? (request.envelope ? undefined : chosen);
    const at = wanted === undefined ? LEVELS.length : LEVELS.indexOf(wanted);
    const log = (level: LoggingLevel, text: string) => {
      if (LEVELS.indexOf(level) < at) return;
      const params = { level, logger: 'bbx', data: sanitizeForModel(text) };
      // A client that has gone has no use for it.
      void request.notify({ method: 'notifications/message', params }).catch(() => undefined);
    };
    return {
      note: (text) => log(/Trying again in \d/.test(text) ? 'warning' : 'info', text),
      trace: at > 0 ? undefined : (line) => log('debug', withoutSecrets(line)),
    };
  };
}

/** Neither headers nor queries: where a redirect leads, the query is a signature. */
const withoutSecrets = (line: string) => (line.split('\n')[0] ?? '').replace(/\?\S*/, '?…');

const levelIn = (envelope: object | undefined): LoggingLevel | undefined => {
  const value: unknown = Object.entries(envelope ?? {}).find(
    ([key]) => key === LOG_LEVEL_META_KEY,
  )?.[1];
  return LEVELS.find((level) => level === value);
};
