import { BbxError } from '../../core/errors.ts';

/**
 * Reads ids, each as its own word or several with commas between them; each counts once.
 * @param name what the list is called
 * @throws BbxError USAGE for what is no id
 */
export function idsGiven(name: string, given: readonly (string | number)[] = []): number[] {
  const words = given.flatMap((word) => String(word).split(',')).map((word) => word.trim());
  const ids = words.map((word) => {
    if (/^#?[1-9]\d{0,14}$/.test(word)) return Number(word.replace('#', ''));
    throw new BbxError('USAGE', `${name} takes ids, not ${JSON.stringify(word.slice(0, 40))}.`, {
      hint: `They stand before each row of the list: ${name} 12 ${name} 13, or ${name} 12,13.`,
    });
  });
  return [...new Set(ids)];
}
