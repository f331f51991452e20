import { operationsOn } from './operations-at.ts';
import { segmentsOf } from './template.ts';

/** How often somebody may have encoded a path. */
const MOST = 4;

/**
 * Whether a path is one operation's, however a server reads it: one that decodes before it parts it
 * at its slashes, or more than once, finds the same operation, or none at all. None at all only where
 * a name that may hold a slash falls apart: the last one (the key of a build, "ci/lint"), or a
 * branch in the place of a commit.
 * @param path encoded as it will be sent
 * @param template of the operation that it is, as it is written
 */
export function isSafelyWritten(path: string, template: string): boolean {
  let names: readonly string[] = segmentsOf(path);
  for (let round = 0; round <= MOST; round += 1) {
    const text = names.join('/');
    if (/\\|(^|\/)\.{1,2}(\/|$)|\/\/|[?#;]|\p{Cc}|%[89a-f][0-9a-f]/iu.test(round > 0 ? text : ''))
      return false;
    if (!isSame(names, template)) return false;
    const next = names.map(decodedOnce);
    if (next.join('/') === text && round > 0) return true;
    names = next;
  }
  return false;
}

function isSame(names: readonly string[], template: string): boolean {
  const read = names.flatMap((name) => name.split('/'));
  const operations = operationsOn(read, true);
  if (operations.length > 0) return operations.some((one) => one.template === template);
  const wanted = segmentsOf(template);
  return names.every(
    (name, at) => !name.includes('/') || at === names.length - 1 || wanted[at] === '{commit}',
  );
}

/** A percent sign that begins no escape stays what it is. */
const decodedOnce = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
