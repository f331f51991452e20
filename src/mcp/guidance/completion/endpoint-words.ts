import { allEndpoints } from '../../../core/catalogue/all-endpoints.ts';

/**
 * Groups and words of the catalogue that begin with what was typed last, then those that hold it;
 * the words before it stay.
 */
export function endpointWords(typed: string): string[] {
  const [, before = '', last = ''] = /^(.*[\s+])?(\S*)$/.exec(typed) ?? [];
  const wanted = last.toLowerCase();
  const all = new Set([...groups(), ...words()]);
  const begin = [...all].filter((word) => word.startsWith(wanted));
  const hold = [...all].filter((word) => !word.startsWith(wanted) && word.includes(wanted));
  return [...begin, ...(wanted === '' ? [] : hold)].map((word) => before + word);
}

const groups = () => allEndpoints().map(({ group }) => group);

const words = () =>
  allEndpoints().flatMap(({ template }) =>
    template.split('/').filter((part) => part !== '' && !part.startsWith('{')),
  );
