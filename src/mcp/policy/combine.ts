import { isSlug } from '../../core/bitbucket/is-slug.ts';
import { BbxError } from '../../core/errors.ts';
import type { McpKey } from '../../core/settings/mcp-settings.ts';
import type { Limits, Pin } from './limits.ts';
import type { ConfirmMode } from './policy.ts';
import { parseRule, type Rule } from './rule.ts';
import { type SaidIn, unusable } from './said-in.ts';

/**
 * Puts together what was said in several places: all of it holds, and where they differ the strictest.
 * @throws BbxError USAGE for a rule or a pin that is none, and for a list that names nothing
 */
export function combine(places: readonly SaidIn[]): Limits {
  for (const place of places) refuseEmpty(place);
  const first = (key: McpKey, on: (place: SaidIn) => boolean | undefined) => {
    const place = places.find((one) => on(one) === true);
    return place && originIn(place, key);
  };
  return {
    readOnly: first('read_only', ({ readOnly }) => readOnly),
    noMerge: first('no_merge', ({ noMerge }) => noMerge),
    noDelete: first('no_delete', ({ noDelete }) => noDelete),
    denies: places.flatMap((place) => rulesOf(place, 'deny')),
    allows: places.flatMap((place) => {
      const value = rulesOf(place, 'allow');
      return value.length > 0 ? [{ origin: originIn(place, 'allow'), value }] : [];
    }),
    pins: places.flatMap((place) => {
      const name = place.nameOf('pin');
      const { pin: texts = [] } = place;
      const origin = `${name} ${texts.join(', ')}${place.where}`;
      return texts.length > 0 ? [{ origin, value: texts.map((pin) => pinOf(pin, name)) }] : [];
    }),
    confirm: strictest(places.map(({ confirm }) => confirm)),
  };
}

/** Whoever names an empty list meant to forbid something, and would get a server without limits. */
function refuseEmpty(place: SaidIn): void {
  const empty = LISTS.find((key) => place[key]?.length === 0);
  if (empty === undefined) return;
  throw new BbxError('USAGE', `${originIn(place, empty)} is empty.`, {
    hint: 'Name something there, or leave it out.',
  });
}

const LISTS = ['pin', 'allow', 'deny', 'tools'] as const;

const originIn = ({ nameOf, where }: SaidIn, key: McpKey) => `${nameOf(key)}${where}`;

function rulesOf(place: SaidIn, key: 'allow' | 'deny'): Rule[] {
  const name = place.nameOf(key);
  return (place[key] ?? []).map((text) => {
    const short = text.trim().replace(/\s+/g, ' ').slice(0, 120);
    return parseRule(text, name, `${name} "${short}"${place.where}`);
  });
}

/**
 * Reads WORKSPACE or WORKSPACE/REPO.
 * @throws BbxError USAGE
 */
export function pinOf(text: string, name: string): Pin {
  const [workspace = '', repo, ...more] = text
    .trim()
    .toLowerCase()
    .replace(/(?<=\/.+?)(\.git)+$/, '')
    .split('/');
  if (more.length === 0 && isSlug(workspace) && (repo === undefined || isSlug(repo))) {
    return { workspace, repo };
  }
  throw unusable(name, text, 'It takes WORKSPACE or WORKSPACE/REPO, by their slugs.');
}

/** Nobody's word is "destructive"; whoever says "never" is overruled by whoever says more. */
function strictest(modes: readonly (ConfirmMode | undefined)[]): ConfirmMode {
  if (modes.includes('always')) return 'always';
  if (modes.includes('destructive')) return 'destructive';
  return modes.includes('never') ? 'never' : 'destructive';
}
