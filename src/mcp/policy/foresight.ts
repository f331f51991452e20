import { isTail, segmentsOf } from '../../core/catalogue/template.ts';
import type { BbxError } from '../../core/errors.ts';
import { covers, judgeClone } from './clones.ts';
import type { Limits, Pin } from './limits.ts';
import { meet, type Part, type Pattern } from './pattern.ts';
import { within } from './pins.ts';
import { refusal, said } from './refusal.ts';
import type { Verb } from './rule.ts';

/** What is known of a call before it is made. */
export interface Known {
  readonly workspace?: string | undefined;
  readonly repo_slug?: string | undefined;
  readonly pull_request_id?: string | undefined;
}

/**
 * Judges an endpoint before its addresses are known in full.
 * @param template of the catalogue
 * @returns the refusal where no request to it could be permitted; undefined where some could, or all
 */
export function foresee(
  limits: Limits,
  verb: Verb,
  template: string,
  known: Known = {},
): BbxError | undefined {
  const places = placesOf(limits, template, known);
  const [first, ...more] = places.map((place) => refused(limits, verb, template, place));
  return more.includes(undefined) ? undefined : first;
}

/** Where nobody has named a repository, those that are pinned are tried. */
function placesOf({ pins }: Limits, template: string, known: Known): readonly Known[] {
  if (known.workspace !== undefined || !template.includes('{')) return [known];
  const all = pins.flatMap(({ value }) => value);
  if (all.length === 0) return [known];
  return all.map(({ workspace, repo }: Pin) => ({
    ...known,
    workspace,
    ...(repo !== undefined && { repo_slug: repo }),
  }));
}

function refused(limits: Limits, verb: Verb, template: string, known: Known): BbxError | undefined {
  if (verb === 'CLONE') {
    const { workspace, repo_slug } = known;
    return judgeClone(limits, workspace && repo_slug ? { workspace, repo: repo_slug } : undefined);
  }
  const parts = segmentsOf(template).map((segment) => partOf(segment, known));
  const why =
    gate(limits, verb, template) ?? pinned(limits, verb, parts) ?? ruled(limits, verb, parts);
  const path = template.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => filledIn(known, name) ?? whole,
  );
  return why === undefined ? undefined : refusal(said(verb, path), why);
}

function partOf(segment: string, known: Known): Part {
  if (isTail(segment)) return '**';
  const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
  if (name === undefined) return { literal: segment };
  const value = filledIn(known, name);
  return value === undefined ? '*' : { literal: value };
}

function filledIn(known: Known, name: string): string | undefined {
  const { workspace, repo_slug, pull_request_id } = known;
  return { workspace, repo_slug, pull_request_id }[name];
}

function gate({ readOnly, noMerge, noDelete }: Limits, verb: Verb, template: string) {
  if (verb !== 'GET' && readOnly !== undefined) return readOnly;
  if (verb === 'POST' && /\/pullrequests\/[^/]+\/merge$/.test(template)) return noMerge;
  const own = /\/(approve|request-changes|resolve|watch)$/.test(template);
  return verb === 'DELETE' && !own ? noDelete : undefined;
}

function pinned({ pins }: Limits, verb: Verb, parts: Pattern): string | undefined {
  const segments = parts.map((part) => (typeof part === 'string' ? '\0' : part.literal));
  const pin = pins.find(({ value }) => !within(value, verb, segments));
  return pin && `${pin.origin} keeps to that`;
}

function ruled({ denies, allows }: Limits, verb: Verb, parts: Pattern): string | undefined {
  const deny = denies.find(({ verbs, pattern }) => verbs.has(verb) && covers(pattern, parts));
  if (deny) return deny.origin;
  const list = allows.find(
    ({ value }) => !value.some(({ verbs, pattern }) => verbs.has(verb) && meet(pattern, parts)),
  );
  return list && `no rule of ${list.origin} names it`;
}
