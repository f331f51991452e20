import {
  CLIENT_CAPABILITIES_META_KEY,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { AskByAnswer, AskNow } from './confirmed.ts';
import { LATE } from './late.ts';

/** Milliseconds that a user has to answer: nobody sits before every dialog. */
const PATIENCE = 600_000;

/**
 * How the client of this call can ask its user.
 * @returns undefined where it cannot put a form before them
 */
export function howToAsk(
  server: Server,
  { mcpReq }: ServerContext,
): AskNow | AskByAnswer | undefined {
  const capabilities = capabilitiesIn(mcpReq.envelope);
  if (capabilities !== undefined) {
    const state: unknown = mcpReq.requestState();
    return canAsk(capabilities)
      ? { kind: 'by answer', state, said: mcpReq.inputResponses }
      : undefined;
  }
  if (!canAsk(server.getClientCapabilities())) return undefined;
  const ask: AskNow['ask'] = async (form, signal) => {
    // Not left to the SDK, which gives the model an error where the client cannot ask after all.
    const params = { mode: 'form', ...form };
    const options = { timeout: PATIENCE, signal };
    try {
      return await mcpReq.send({ method: 'elicitation/create', params }, options);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'REQUEST_TIMEOUT') return LATE;
      // A number is from the client, which says so that it cannot ask. Otherwise what it answered
      // could not be read, and nobody knows what its user said.
      if (typeof code === 'number' || signal.aborted) throw error;
      return undefined;
    }
  };
  return { kind: 'now', ask };
}

const codeOf = (error: unknown): unknown => Object(error).code;

/** Clients since 2026-07-28 say with each request what they can; earlier ones said it once. */
const capabilitiesIn = (envelope: object | undefined): unknown =>
  Object.entries(envelope ?? {}).find(([key]) => key === CLIENT_CAPABILITIES_META_KEY)?.[1];

/** Whether the client can put a form before its user; before there were kinds, {} meant forms. */
function canAsk(capabilities: unknown): boolean {
  const elicitation: unknown = Object(capabilities).elicitation;
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || !('url' in elicitation);
}
