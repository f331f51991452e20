import { apiAddress, type Query } from '../client/url.ts';
import type { Context } from '../context.ts';
import { apiPathOf } from './web-address.ts';

/**
 * Resolves PATH as people type it (see apiAddress), with {workspace}, {repo_slug}, {repo} and
 * {branch} filled in and ./ standing for the current repository.
 * @throws BbxError USAGE before anything is sent
 */
export async function resolveAddress(typed: string, query: Query, context: Context): Promise<URL> {
  const { apiUrl, gitUrl } = context.config;
  const trimmed = typed.trim();
  const whole = trimmed.startsWith('./')
    ? `/repositories/{workspace}/{repo_slug}/${trimmed.slice(2)}`
    : trimmed;
  const filled = await filledIn(whole, context);
  return apiAddress(apiUrl, filled, query, (url) => apiPathOf(url, gitUrl));
}

/** What asks git loads when there is something to ask. */
async function filledIn(text: string, context: Context): Promise<string> {
  if (!text.includes('{')) return text;
  const { fillPlaceholders } = await import('./placeholders.ts');
  return await fillPlaceholders(text, context, encodeURIComponent);
}
