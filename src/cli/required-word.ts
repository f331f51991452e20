import { BbxError } from '../core/errors.ts';

/**
 * A word that has to be on the command line.
 * @throws BbxError USAGE when it is not
 */
export function requiredWord(value: unknown, name: string, usage: string): string {
  if (typeof value === 'string') return value;
  throw new BbxError('USAGE', `${name} is missing.`, { hint: `Usage: bbx ${usage}` });
}
