import { matchOperation } from './match-operation.ts';

/** The highest `pagelen` of the list at this path; undefined for what is no list. */
export const pageLimit = (path: string): number | undefined =>
  matchOperation('GET', path)?.pageLimit;
