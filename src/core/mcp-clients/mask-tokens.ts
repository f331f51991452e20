/** How tokens of Atlassian begin. */
export const TOKEN = /AT(ATT3|CTT3|BB)[\w-]{8}/;

const WHOLE = /AT(?:ATT3|CTT3|BB)[\w=-]{8,}/g;
const TELLING = /^--?[\w-]*(token|password|secret|api-?key)[\w-]*$/i;
const TELLING_PAIR = /^(--?[\w-]*(?:token|password|secret|api-?key)[\w-]*=).+$/is;

/** Words of a command without the tokens that somebody put there. */
export const maskTokens = (words: readonly string[]): string[] =>
  words.map((word, at) =>
    TELLING.test(words[at - 1] ?? '') && !word.startsWith('-')
      ? '***'
      : word.replace(WHOLE, '***').replace(TELLING_PAIR, '$1***'),
  );
