import { BbxError } from '../../core/errors.ts';

/**
 * What an agent is told whom the operator does not let.
 * @param what in a few words: "POST /user"
 * @param why the rule, and where it stands
 * @param way how it would be permitted, where a small change of the call is enough
 */
export function refusal(what: string, why: string, way?: string): BbxError {
  const last = 'Do not look for another way around: tell the user.';
  return new BbxError('POLICY', `Not permitted: ${what} (${why}).`, {
    hint: way ?? `The operator of this server can change that there. ${last}`,
  });
}

/** A request in an error, its path cut where it is long. */
export const said = (verb: string, path: string): string =>
  `${verb} ${path.length > 120 ? `${path.slice(0, 119)}…` : path}`;
