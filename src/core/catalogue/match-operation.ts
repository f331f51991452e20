import type { Endpoint } from './endpoint.ts';
import { operationsAt } from './operations-at.ts';

/**
 * The operation that a request is.
 * @param method in any case
 * @param path with or without /2.0, a query and a slash at its end
 * @returns undefined where Bitbucket has no such operation
 */
export function matchOperation(method: string, path: string): Endpoint | undefined {
  return operationsAt(path).find((endpoint) => endpoint.method === method.toUpperCase());
}
