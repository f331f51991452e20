import { matchOperation } from './match-operation.ts';
import { matchTemplate, segmentsOf } from './template.ts';

/**
 * Whether a GET answers bytes that nobody may re-encode: a diff, a patch, a file, a log.
 * Under /src a path that ends with a slash is a directory, and `format=meta` asks for facts on a
 * file: both answer JSON. A directory without the slash cannot be told apart from a file.
 * @param path with its query, where it has one
 */
export function isRaw(path: string): boolean {
  const endpoint = matchOperation('GET', path);
  if (endpoint === undefined || !endpoint.raw) return false;
  if (!endpoint.template.includes('/src/')) return true;
  const [plain = '', query = ''] = path.split('?');
  const root = matchTemplate(endpoint.template, segmentsOf(plain))?.path === '';
  return !root && !plain.endsWith('/') && new URLSearchParams(query).get('format') !== 'meta';
}
