import type { Flag } from './command-line.ts';

/** Flags of a JSON field, which is given whole, or field by field as `gh api` reads them. */
export function bodyFlags(flag: string, common: Omit<Flag, 'type'>): Record<string, Flag> {
  const option = { type: 'option' as const };
  const field = { ...option, multiple: true, helpValue: 'KEY=VALUE' };
  return {
    [flag]: {
      ...common,
      ...option,
      description: 'JSON body: the text, @FILE, or - for standard input',
      helpValue: 'JSON',
    },
    'raw-field': {
      ...field,
      char: 'f',
      description: 'A text field of the JSON body; key[sub]=v and key[]=v nest; repeatable',
    },
    field: {
      ...field,
      char: 'F',
      description:
        'A typed field of the JSON body: true, false, null, numbers, @FILE, {branch}; repeatable',
    },
  };
}
