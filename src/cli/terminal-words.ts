import type { Operation } from '../core/operation.ts';
import { fieldsOf } from '../core/operation-fields.ts';
import { flagName } from './flags.ts';
import { argumentTitle } from './usage.ts';

/**
 * A text that is written once for both doors, with its fields named as people give them: the
 * model's "repoSlug" is REPO here, and "queryParams" is -q. Only names that are no plain words
 * are looked for.
 */
export function terminalWords(text: string, operation: Operation): string {
  return fieldsOf(operation)
    .filter(({ name }) => /[A-Z]/.test(name))
    .reduce((said, field) => {
      const flag = field.short ? `-${field.short}` : `--${flagName(field.name)}`;
      const name = field.position === undefined ? flag : argumentTitle(field);
      return said.replace(new RegExp(`\\b${field.name}\\b`, 'g'), name);
    }, text);
}
