import { isSlug } from '../../core/bitbucket/is-slug.ts';
import { operationsOn } from '../../core/catalogue/operations-at.ts';
import type { BbxError } from '../../core/errors.ts';
import { aliasesOf } from './aliases.ts';
import type { Asked } from './asked.ts';
import { closingForbidden, KEEP } from './closing.ts';
import { asksToClose, isMerge, isOwnMark, mayClose, takesRights } from './gates.ts';
import { anyOrigin, type Limits, type Said } from './limits.ts';
import { oddlyNamed } from './odd-names.ts';
import { matches, meet } from './pattern.ts';
import { within } from './pins.ts';
import { namesPlaces, placeNames } from './place-names.ts';
import { reachesOf } from './reaches.ts';
import type { Reading } from './readings.ts';
import { refusal, said } from './refusal.ts';
import type { Rule } from './rule.ts';

/**
 * Judges a request.
 * @returns the refusal; undefined where it may be sent
 */
export function judge(limits: Limits, asked: Asked): BbxError | undefined {
  const why = reason(limits, asked);
  return why && refusal(said(asked.verb, asked.path), why.text, why.way);
}

interface Reason {
  readonly text: string;
  /** How the call would be permitted. */
  readonly way?: string;
}

function reason(limits: Limits, asked: Asked): Reason | undefined {
  const { readings, verb } = asked;
  if (limits.readOnly !== undefined && verb !== 'GET') return { text: limits.readOnly };
  if (readings.odd !== undefined) {
    const text = `${anyOrigin(limits)}; the path is unclear: ${readings.odd}`;
    return { text, way: 'Write the path out plainly.' };
  }
  return (
    gated(limits, asked) ??
    unplaced(limits, asked) ??
    outside(limits, asked) ??
    denied(limits, asked) ??
    notAllowed(limits, asked) ??
    unknown(limits, asked)
  );
}

function gated(limits: Limits, asked: Asked): Reason | undefined {
  const { noMerge, noDelete } = limits;
  if (noMerge !== undefined && isMerge(asked)) return { text: noMerge };
  if (noDelete !== undefined && asked.verb === 'DELETE' && !isOwnMark(asked)) {
    return { text: noDelete };
  }
  if (noDelete !== undefined && takesRights(asked)) return { text: noDelete };
  if (!mayClose(asked) && !asksToClose(asked)) return undefined;
  const [, workspace, repo_slug] = asked.readings.meant.segments;
  const why = closingForbidden(limits, { workspace, repo_slug });
  return why === undefined
    ? undefined
    : { text: `${why}; it may delete the source branch`, way: KEEP };
}

/** Where a rule or a pin names something, that must not go by another name. */
function unplaced(limits: Limits, asked: Asked): Reason | undefined {
  const odd = allOf(asked)
    .map(({ segments }) => oddlyNamed(limits.denies, segments))
    .find(Boolean);
  if (odd) {
    const text = `${odd.origin} names a number or a user, and this path does so in another way`;
    return { text, way: 'Write numbers plainly, as 42, and name a user as the rule does.' };
  }
  const origin = namesPlaces(limits);
  if (origin === undefined) return undefined;
  const names = allOf(asked).flatMap(({ segments }) => placeNames(segments));
  if (!names.every(isSlug)) {
    const text = `${origin} names a workspace or a repository, and this path does so in another way`;
    return { text, way: 'Name workspace and repository by their slugs, not by a UUID.' };
  }
  const { unclear } = reachesOf(asked);
  return unclear && { text: `${origin}; ${unclear.text}`, way: unclear.way };
}

function outside({ pins }: Limits, asked: Asked): Reason | undefined {
  for (const one of everything(asked)) {
    for (const { origin, value } of pins) {
      const inside = allOf(one).every(({ segments }) => within(value, verbOf(one), segments));
      if (!inside) return { text: `${origin} keeps to that${besides(one, asked)}` };
    }
  }
  return undefined;
}

function denied({ denies }: Limits, asked: Asked): Reason | undefined {
  for (const one of everything(asked)) {
    const rule = denies.find((each) => names(each, one, [...allOf(one), ...aliased(one)]));
    if (rule) return { text: `${rule.origin}${besides(one, asked)}` };
  }
  return undefined;
}

/** The same thing by its other addresses. */
const aliased = (asked: Asked) =>
  allOf(asked).flatMap(({ segments }) => aliasesOf(segments).map((alias) => ({ forms: [alias] })));

function notAllowed({ allows }: Limits, asked: Asked): Reason | undefined {
  for (const one of everything(asked)) {
    for (const list of allows) {
      if (allowedBy(list, one)) continue;
      return { text: `no rule of ${list.origin} names it${besides(one, asked)}` };
    }
  }
  return undefined;
}

/** Named as it is meant, and not something else in any other way to read it. */
function allowedBy({ value }: Said<readonly Rule[]>, asked: Asked): boolean {
  const { meant, others } = asked.readings;
  const readings = [meant, ...others.filter((other) => !isIdle(other, meant))];
  const named = (rule: Rule) => readings.every((reading) => names(rule, asked, [reading]));
  return value.some(named) || (asked.redirected && value.some((rule) => namesSource(rule, asked)));
}

/** Read so, only the last name falls apart (the key of a build, "ci/lint"), and there is no such path. */
const isIdle = (other: Reading, meant: Reading): boolean =>
  meant.template !== undefined &&
  other.template === undefined &&
  meant.segments.slice(0, -1).every((segment, at) => segment === other.segments[at]);

/** Bitbucket answers for the diff of a pull request by sending to that of its commits. */
function namesSource(rule: Rule, { readings, verb }: Asked): boolean {
  const { template, segments } = readings.meant;
  const [, kind] = /\{repo_slug\}\/(diff|diffstat|patch)\/\{spec\}$/.exec(template ?? '') ?? [];
  if (verb !== 'GET' || kind === undefined || !rule.verbs.has('GET')) return false;
  const place = segments.slice(0, 3).map((literal) => ({ literal }));
  return meet(rule.pattern, [...place, { literal: 'pullrequests' }, '*', { literal: kind }]);
}

/** A write that nobody has described could be anything. */
function unknown(limits: Limits, asked: Asked): Reason | undefined {
  if (asked.verb === 'GET' || isKnown(asked)) return undefined;
  return { text: `${anyOrigin(limits)} is in force, and bbx knows no such operation` };
}

function isKnown({ readings, verb }: Asked): boolean {
  const { template } = readings.meant;
  const same = readings.others.every(
    (other) => other.template === template || isIdle(other, readings.meant),
  );
  const methods = operationsOn(readings.meant.segments, true).map(({ method }) => method);
  return same && methods.some((method) => method === verb);
}

const names = (
  { verbs, pattern }: Rule,
  { verb }: Asked,
  readings: readonly Pick<Reading, 'forms'>[],
): boolean =>
  verb !== 'PATCH' &&
  verbs.has(verb) &&
  readings.some(({ forms }) => forms.some((segments) => matches(pattern, segments)));

const allOf = ({ readings }: Asked): readonly Reading[] => [readings.meant, ...readings.others];

/** The request, and what else it reaches. */
const everything = (asked: Asked): readonly Asked[] => [asked, ...reachesOf(asked).others];

const verbOf = ({ verb }: Asked) => (verb === 'PATCH' ? 'PUT' : verb);

const besides = (one: Asked, asked: Asked): string =>
  one === asked ? '' : `; it reaches ${said(one.verb, one.path)}`;
