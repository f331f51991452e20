import type { RepositoryName } from '../../core/bitbucket/web-address.ts';
import type { BbxError } from '../../core/errors.ts';
import type { Limits } from './limits.ts';
import { meet, type Part, type Pattern } from './pattern.ts';
import { within } from './pins.ts';
import { refusal } from './refusal.ts';
import type { Rule } from './rule.ts';

/** A repository by its names, or any one where they are not known yet. */
export type CloneOf = RepositoryName | undefined;

/** What a clone holds of a repository, below its address. */
const HELD: readonly Pattern[] = [
  [],
  ...['src', 'commits', 'refs', 'diff', 'diffstat', 'patch', 'filehistory', 'merge-base'].map(
    (literal): Pattern => [{ literal }, '**'],
  ),
  [{ literal: 'commit' }, '*'],
];

/**
 * Judges a clone. A rule about CLONE decides; besides, whoever may not read a file or a commit
 * through the API may not have all of them by git, and whoever may read every file may.
 * @returns the refusal; undefined where it may be made
 */
export function judgeClone(limits: Limits, of: CloneOf): BbxError | undefined {
  const why = reason(limits, of);
  if (why === undefined) return undefined;
  return refusal(of ? `a clone of ${of.workspace}/${of.repo}` : 'a clone', why);
}

function reason(limits: Limits, of: CloneOf): string | undefined {
  const { readOnly, pins, denies, allows } = limits;
  if (readOnly !== undefined) return `${readOnly}; a clone writes to the disk`;
  const place = placeOf(of);
  const names = ['repositories', of?.workspace ?? '', of?.repo ?? ''];
  const pin = of && pins.find(({ value }) => !within(value, 'GET', names));
  if (pin) return `${pin.origin} keeps to that`;
  const deny = denies.find((rule) => deniesClone(rule, place, of !== undefined));
  if (deny) return deny.origin;
  const allow = allows.find(({ value }) => !value.some((rule) => allowsClone(rule, place)));
  return allow && `no rule of ${allow.origin} names CLONE there, or GET of all below src`;
}

function placeOf(of: CloneOf): Pattern {
  const part = (name: string | undefined): Part => (name === undefined ? '*' : { literal: name });
  return [{ literal: 'repositories' }, part(of?.workspace), part(of?.repo)];
}

/** Of an unknown repository only a rule that is about all of them says anything. */
function deniesClone({ verbs, pattern }: Rule, place: Pattern, known: boolean): boolean {
  const meets = known ? meet : covers;
  if (verbs.has('CLONE') && meets(pattern, place)) return true;
  return verbs.has('GET') && HELD.some((held) => meets(pattern, [...place, ...held]));
}

/** Every file has to be allowed, however deep it lies. */
const allowsClone = ({ verbs, pattern }: Rule, place: Pattern): boolean =>
  (verbs.has('CLONE') && meet(pattern, place)) ||
  (verbs.has('GET') &&
    [1, 2, 5].every((depth) => meet(pattern, [...place, { literal: 'src' }, ...some(depth)])));

const some = (count: number): Pattern => Array.from({ length: count }, () => ANY);

/** A segment that no rule has as a literal. */
const ANY: Part = { literal: '\0' };

/** Whether all that fits the other pattern fits this one. */
export const covers = (pattern: Pattern, other: Pattern): boolean =>
  meet(
    pattern,
    other.map((part) => (typeof part === 'string' ? ANY : part)),
  );
