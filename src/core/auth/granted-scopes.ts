import { BbxError } from '../errors.ts';

/**
 * The scopes that a token has, from a refusal that names them. Bitbucket says 403 with
 * `detail: {required, granted}` to a token that it knows and that lacks a scope, so such a refusal
 * also means that the token is valid.
 * @returns undefined for every other error
 */
export function grantedScopes(error: unknown): string[] | undefined {
  if (!(error instanceof BbxError) || error.status !== 403) return undefined;
  const required = listIn(error.cause, 'required');
  return required.length > 0 ? listIn(error.cause, 'granted') : undefined;
}

function listIn(value: unknown, name: string): string[] {
  const list = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
