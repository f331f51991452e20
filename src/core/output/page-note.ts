import type { Page } from '../answer.ts';

/** Who reads the note: a person at the terminal, or a model. */
export type Reader = 'terminal' | 'model';

/**
 * Says that a list is partial, and how to get the rest.
 * @returns undefined when the list is whole
 */
export function pageNote(page: Page, reader: Reader = 'terminal'): string | undefined {
  if (!page.partial) return undefined;
  const shown =
    page.size === undefined
      ? `${page.shown} shown, more follow`
      : `${page.shown} of ${page.size} shown`;
  if (page.byLimit) return `${shown}; ${reader === 'terminal' ? '--limit N' : 'limit'} shows more`;
  if (reader === 'terminal') return `${shown}; --all fetches the rest`;
  if (page.next === undefined) return `${shown}; all of it: all: true`;
  const next = nextPage(page.next);
  const way =
    next === undefined ? `path: ${JSON.stringify(page.next)}` : `queryParams {"page": ${next}}`;
  return `${shown}; the next page: ${way}; all of it: all: true`;
}

/** The number of the page in a `next` address; a cursor is none, and needs the whole address. */
function nextPage(next: string): string | undefined {
  const page = URL.canParse(next) ? new URL(next).searchParams.get('page') : null;
  return page !== null && /^\d+$/.test(page) ? page : undefined;
}
