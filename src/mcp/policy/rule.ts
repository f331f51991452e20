import { nearestOperations } from '../../core/catalogue/nearest-operations.ts';
import { BbxError } from '../../core/errors.ts';
import { fitsSomething } from './fits-something.ts';
import type { Part, Pattern } from './pattern.ts';
import { withoutGit } from './readings.ts';

/** What a rule can be about: the verbs that Bitbucket Cloud has, and a clone with git. */
export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'CLONE';

/** One line of an operator's: some verbs on the paths of a pattern. */
export interface Rule {
  readonly verbs: ReadonlySet<Verb>;
  readonly pattern: Pattern;
  /** The rule and where it stands, for whoever it refuses. */
  readonly origin: string;
}

const VERBS: readonly Verb[] = ['GET', 'POST', 'PUT', 'DELETE', 'CLONE'];
const isVerb = (word: string): word is Verb => VERBS.some((verb) => verb === word);

/**
 * Reads a rule such as "POST,PUT /repositories/acme/*\/pullrequests/**".
 * @param where what it stands in, for an error: "--deny", "BBX_MCP_DENY"
 * @param origin the rule and where it stands, for a refusal
 * @throws BbxError USAGE for what is no rule, or one that would never fit as it is meant
 */
export function parseRule(text: string, where: string, origin: string): Rule {
  const wrong = (why: string, hint = FORM) =>
    new BbxError('USAGE', `${where} has no such rule as ${shown(text)}: ${why}.`, { hint });
  const [, words, path] = /^([A-Za-z*][A-Za-z*,\s]*?)\s+(\/\S*)$/.exec(text.trim()) ?? [];
  if (words === undefined || path === undefined) {
    throw wrong('it is no verb and a path that begins with /');
  }
  const names = words.split(/[\s,]+/).map((word) => word.toUpperCase());
  if (names.includes('PATCH')) throw wrong(NO_PATCH, 'Write PUT.');
  const unknown = names.find((name) => name !== '*' && !isVerb(name));
  if (unknown !== undefined) throw wrong(`there is no verb ${unknown.slice(0, 20)}`);
  const verbs = names.includes('*') ? VERBS : names.filter(isVerb);
  const pattern = parsePattern(path, wrong);
  const onlyClone = verbs.length === 1 && verbs[0] === 'CLONE';
  const long = pattern.length > 3 && !pattern.slice(0, 4).includes('**');
  if (onlyClone && long) throw wrong('what is cloned is /repositories/WORKSPACE/REPO');
  const rule = { verbs: new Set(verbs), pattern, origin };
  if (!fitsSomething(rule.verbs, pattern))
    throw wrong('Bitbucket has no such operation', nearest(names, path));
  return rule;
}

/** The right rule, as far as it can be guessed. */
function nearest(verbs: readonly string[], path: string): string {
  const [verb = 'GET'] = verbs.map((name) => (name === '*' ? 'GET' : name));
  const [found] = nearestOperations(verb, path);
  const right = found?.path.replace(/\{\w+\}/g, '*');
  const meant = found === undefined ? '' : `Did you mean "${found.method} ${right}"? `;
  return `${meant}bbx endpoints WORD... tells the paths that there are.`;
}

type Wrong = (why: string, hint?: string) => BbxError;

function parsePattern(path: string, wrong: Wrong): Pattern {
  if (/[?#]/.test(path)) throw wrong('a pattern has no query: rules are about paths alone');
  if (path.includes('\\')) throw wrong('there is a backslash in it');
  const plain = path.replace(/^\/2\.0(?=\/|$)/, '').replace(/^\/|\/$/g, '');
  if (plain === '') throw wrong('it names no path', 'Write /** for every path.');
  const parts = withoutGit(plain.split('/')).map((segment) => partOf(segment, wrong));
  const [first] = parts;
  if (typeof first === 'object' && !ROOTS.includes(first.literal.toLowerCase())) {
    throw wrong(`no path of the API begins with /${first.literal.slice(0, 40)}`, BEGINNINGS);
  }
  return parts;
}

function partOf(segment: string, wrong: Wrong): Part {
  if (segment === '*' || segment === '**') return segment;
  if (/^\{[A-Za-z_]\w*\}$/.test(segment)) return '*';
  if (segment === '') throw wrong('two slashes stand together');
  if (/[{}]|%7b|%7d/i.test(segment)) {
    throw wrong('there is a UUID or a brace in it', 'Name it by its slug, or write *.');
  }
  if (segment.includes('*')) throw wrong('* stands for a whole segment, and not for a part of one');
  const literal = decoded(segment);
  if (literal === undefined || /[/\\%?#\p{Cc}]/u.test(literal)) {
    throw wrong('an escape in it hides a sign that parts paths, or is none');
  }
  if (/^\.{1,2}$/.test(literal)) throw wrong('. and .. are no segments');
  return { literal };
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** What paths of the API begin with; a test holds them against the catalogue. */
export const ROOTS: readonly string[] = [
  ...['repositories', 'workspaces', 'user', 'users', 'teams'],
  ...['snippets', 'hook_events', 'addon'],
];

const FORM =
  'A rule is VERB[,VERB] /path, such as "POST /repositories/*/*/pullrequests/*/comments"; VERB is GET, POST, PUT, DELETE, CLONE or *; in the path, * is one segment and ** any rest.';
const BEGINNINGS = `They begin with ${ROOTS.map((root) => `/${root}`).join(', ')}.`;
const NO_PATCH =
  'Bitbucket Cloud has no PATCH, and bb_patch reads with GET and sends PUT, so such a rule would never fit';

const shown = (text: string) => JSON.stringify(text.slice(0, 120));
