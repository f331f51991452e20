import type { BbxError } from '../errors.ts';

/**
 * What went wrong, for who reviews: an error that names its request says nothing to them, so it is
 * said without. What the server said is in it, and is not safe for a terminal.
 * @returns sentences, with a full stop
 */
export function wordsOf({ message, status, server }: BbxError): string {
  if (status === undefined || !NAMES_REQUEST.test(message)) return sentence(message);
  const said = server ? `: ${server.replace(/[.\s]+$/, '')}` : '';
  return status >= 500
    ? `Bitbucket had an error of its own${said} (HTTP ${status}).`
    : `Bitbucket refused it${said} (HTTP ${status}).`;
}

/** What to do about it, where that is not about requests. */
export const nextStep = ({ hint }: BbxError): string | undefined =>
  hint && /bbx endpoints|Change the request/.test(hint) ? 'Change what it names.' : hint;

const NAMES_REQUEST = /^(?:GET|POST|PUT|PATCH|DELETE) \S/;

const sentence = (message: string) => (/[.!?…]$/.test(message) ? message : `${message}.`);
