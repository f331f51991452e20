import { operationsOn } from '../../core/catalogue/operations-at.ts';
import { isTail, segmentsOf } from '../../core/catalogue/template.ts';

/** One way to understand a path. */
export interface Reading {
  /** Decoded, in the order of the path. */
  readonly segments: readonly string[];
  /** What it is an address of, by the catalogue; undefined where Bitbucket has no such path. */
  readonly template: string | undefined;
  /** The same segments, with a tail that holds slashes as one segment, and as several. */
  readonly forms: readonly (readonly string[])[];
}

/** A path in all ways in which a server could understand it. */
export interface Readings {
  /** As it is meant: parted at its slashes, then decoded once. */
  readonly meant: Reading;
  /** As a server would understand that decodes before it parts, or more than once. */
  readonly others: readonly Reading[];
  /** Why nobody can tell what it means; undefined where that is clear. */
  readonly odd: string | undefined;
}

/** How often somebody may have encoded a path. */
const MOST = 4;

/**
 * Reads a path as Bitbucket does, and as anything on the way to it might.
 * @param path below /2.0, encoded, without its query
 */
export function readingsOf(path: string): Readings {
  const bare = path.replace(/^\//, '').replace(/\/$/, '');
  const meant = bare.split('/').map((segment) => decodedOnce(segment));
  const levels: string[][] = [meant];
  let text = bare;
  for (let count = 0; ; count += 1) {
    const next = decodedOnce(text);
    if (next === text) break;
    if (count === MOST) return { ...read(levels), odd: 'it is encoded again and again' };
    levels.push(next.replace(/^\/|\/$/g, '').split('/'));
    text = next;
  }
  return { ...read(levels), odd: oddness(bare, text, levels) };
}

function read(levels: readonly (readonly string[])[]): Omit<Readings, 'odd'> {
  const unlike = new Map(levels.map((level) => [JSON.stringify(level), level]));
  const bare = [...unlike.values()].flatMap((level) => {
    // Some servers take what follows a semicolon for a parameter of the segment.
    const short = level.map((segment) => segment.replace(/;.*$/s, ''));
    return short.some((segment, at) => segment !== level[at]) ? [level, short] : [level];
  });
  const [meant = readingOf([]), ...others] = bare.map(readingOf);
  return { meant, others };
}

/** What a path of the API never holds, and what a server could take for a way to another one. */
function oddness(
  bare: string,
  text: string,
  levels: readonly (readonly string[])[],
): string | undefined {
  const all = levels.flat();
  if (all.some((segment) => /^\.{1,2}(;|$)/.test(segment))) return 'it goes up by ..';
  if (bare !== '' && all.includes('')) return 'two slashes stand together';
  if (text.includes('\\')) return 'there is a backslash in it';
  // Bitbucket itself parts the two commits of a diff by a carriage return.
  if (/\p{Cc}/u.test(text.replaceAll('\r', ''))) return 'there is a control character in it';
  if (/%[89a-f][0-9a-f]/i.test(text)) return 'it is no UTF-8';
  return undefined;
}

function decodedOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

function readingOf(given: readonly string[]): Reading {
  const segments = withoutGit(given);
  const template = operationsOn(segments, true)[0]?.template;
  const wanted = template === undefined ? [] : segmentsOf(template);
  const last = wanted.at(-1) ?? '';
  if (!isTail(last)) return { segments, template, forms: [segments] };
  const head = segments.slice(0, wanted.length - 1);
  const tail = segments.slice(wanted.length - 1).join('/');
  return { segments, template, forms: [segments, [...head, tail], [...head, ...tail.split('/')]] };
}

/** A repository is the same with the .git that its address for git ends in. */
export function withoutGit(segments: readonly string[]): readonly string[] {
  const [root = '', workspace = '', repo = '', ...rest] = segments;
  if (segments.length < 3 || root.toLowerCase() !== 'repositories') return segments;
  return [root, workspace, repo.replace(/(?<=.)(\.git)+$/i, ''), ...rest];
}
