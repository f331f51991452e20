import { allEndpoints } from '../../core/catalogue/all-endpoints.ts';
import type { BbxError } from '../../core/errors.ts';
import type { Operation, SometimesUsed, Use } from '../../core/operation.ts';
import { toolName } from '../tool-name.ts';
import { refusedClosing } from './closing.ts';
import { foresee, type Known } from './foresight.ts';
import type { Limits } from './limits.ts';
import { refusal } from './refusal.ts';
import type { Verb } from './rule.ts';

/** An endpoint that an operation uses, taken apart. */
export interface Need {
  readonly verb: Verb;
  /** "*" for one that the call names. */
  readonly template: string;
  /** It is the end of the source branch, which a merge may bring about. */
  readonly closes: boolean;
}

/** Takes "GET /user" apart. */
export function needOf(use: Use): Need {
  const [verb = '', template = ''] = endpointOf(use).split(' ');
  const closes = typeof use !== 'string' && use.unlessFalse !== undefined;
  return { verb: VERBS[verb] ?? 'GET', template, closes };
}

export const endpointOf = (use: Use): string => (typeof use === 'string' ? use : use.endpoint);

const VERBS: Readonly<Record<string, Verb>> = {
  GET: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  DELETE: 'DELETE',
  CLONE: 'CLONE',
};

/**
 * Why no call of an operation could succeed: it writes and nothing may be written, or what it is sure
 * to need is refused everywhere, or all that it could change (or, where it only reads, read) is.
 */
export function refusedTool(limits: Limits, operation: Operation): BbxError | undefined {
  const { effect } = operation;
  if (limits.readOnly !== undefined && effect !== 'read') {
    return refusal(`${toolName(operation)}, since it can change something`, limits.readOnly);
  }
  const { sure, some } = partedNeeds(operation);
  const refused = sure.map((need) => anywhere(limits, need)).find(Boolean);
  if (refused) return refused;
  const all = some.map((need) => anywhere(limits, need));
  return all.includes(undefined) ? undefined : all[0];
}

/** What each call of an operation needs, and things of which a call needs at least one. */
export function partedNeeds(operation: Operation) {
  const { effect, uses = [], terminalOnly = [] } = operation;
  const sure = uses.filter((use) => typeof use === 'string').map(needOf);
  const sometimes = uses.filter((use) => typeof use !== 'string');
  const offered = sometimes.filter(
    ({ when, unlessFalse, redirected }) =>
      unlessFalse === undefined &&
      redirected === undefined &&
      !when?.every((field) => terminalOnly.includes(field)),
  );
  const reads = effect === 'read';
  const some = offered.map(needOf).filter(({ verb }) => reads || verb !== 'GET');
  const enough = reads ? sure.length > 0 : sure.some(({ verb }) => verb !== 'GET');
  return { sure, some: enough ? [] : some };
}

function anywhere(limits: Limits, { verb, template }: Need): BbxError | undefined {
  if (template !== '*') return foresee(limits, verb, template);
  const own = allEndpoints().filter(({ method }) => method === verb);
  const refused = own.map((endpoint) => foresee(limits, verb, endpoint.template));
  // Each has its own reason; that of a whole repository tells most.
  return refused.includes(undefined) ? undefined : foresee(limits, verb, REPOSITORY);
}

const REPOSITORY = '/repositories/{workspace}/{repo_slug}';

/** What a call with this input needs that it does not name itself. */
export function needsOf({ uses = [] }: Operation, input: unknown): readonly Need[] {
  return uses.filter((use) => typeof use === 'string' || isUsed(use, input)).map(needOf);
}

function isUsed({ when, unless, unlessFalse, redirected }: SometimesUsed, input: unknown): boolean {
  const given = (fields: readonly string[]) => fields.some((name) => isGiven(fieldOf(input, name)));
  if (redirected) return false;
  if (unlessFalse !== undefined) return fieldOf(input, unlessFalse) !== false;
  return (when === undefined || given(when)) && (unless === undefined || !given(unless));
}

const fieldOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== '';

/** The first thing that a call would be refused for, at the places that it is about. */
export function refusedNeeds(
  limits: Limits,
  needs: readonly Need[],
  places: readonly Known[],
): BbxError | undefined {
  return needs
    .filter(({ template }) => template !== '*')
    .flatMap(({ verb, template, closes }) =>
      places.map((place) =>
        closes ? refusedClosing(limits, place) : foresee(limits, verb, template, place),
      ),
    )
    .find(Boolean);
}
