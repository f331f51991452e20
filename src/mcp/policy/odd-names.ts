import { folded, meet } from './pattern.ts';
import type { Rule } from './rule.ts';

/**
 * The first deny rule that names a number or a person where a path has something that a server may take
 * for the same: 042 and 42.0 for 42, a UUID or an account ID for a user name.
 * @param segments of a path, decoded
 */
export const oddlyNamed = (
  denies: readonly Rule[],
  segments: readonly string[],
): Rule | undefined =>
  denies.find(({ pattern }) =>
    pattern.some((part, at) => {
      if (typeof part === 'string' || at === 0) return false;
      const wide = pattern.slice(0, at).includes('**');
      const before = segments.slice(0, at).map((literal) => ({ literal }));
      if (!wide && !meet(pattern.slice(0, at), before)) return false;
      const against = wide ? segments : segments.slice(at, at + 1);
      const person = at === 1 && folded(segments[0] ?? '') === 'users';
      return against.some(
        (one) =>
          folded(one) !== folded(part.literal) &&
          ((/^\d+$/.test(part.literal) && isOddNumber(one)) || (person && isPersonId(one))),
      );
    }),
  );

/** Some number, and not as Bitbucket writes it. */
function isOddNumber(text: string): boolean {
  if (/^(0|[1-9]\d*)$/.test(text)) return false;
  const plain = text.normalize('NFKC').trim().replaceAll('_', '');
  // Digits of other scripts are numbers for some languages.
  return plain !== '' && (Number.isFinite(Number(plain)) || /^[+-]?\p{Nd}+$/u.test(plain));
}

/** "{…}", "557058:…", or the 24 digits of an older account ID. */
const isPersonId = (text: string) => /[{}:\s]/.test(text) || /^[0-9a-f]{24}$/i.test(text);
