/** Replaces half characters (lone surrogates), which no encoder accepts, by U+FFFD. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
