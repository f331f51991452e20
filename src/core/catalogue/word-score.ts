import type { Endpoint } from './endpoint.ts';
import { operationsAt } from './operations-at.ts';
import { SYNONYMS } from './synonyms.ts';
import { isParameter, matchTemplate, segmentsOf } from './template.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/**
 * How well a word of a search fits an endpoint: 0 not at all, 10 best. A word may be a method, a
 * scope with or without ":bitbucket", a piece of a path, a real path, a query name, or plain
 * language ("build", "webhook").
 */
export function wordScore(word: string, endpoint: Endpoint): number {
  if (METHODS.has(word.toUpperCase()) && word.toUpperCase() === endpoint.method) return 4;
  if (/^(read|write|admin|delete):/i.test(word)) return scopeScore(word.toLowerCase(), endpoint);
  if (word.includes('/')) return pathScore(word, endpoint);
  const own = plainScore(word.toLowerCase(), endpoint);
  const others = SYNONYMS.get(word.toLowerCase()) ?? [];
  return Math.max(own, ...others.map((other, rank) => synonymScore(other, endpoint) - rank / 4));
}

const scopeScore = (scope: string, { scopes }: Endpoint) =>
  scopes.some((own) => own === scope || own.startsWith(`${scope}:`)) ? 5 : 0;

/** A piece of the template as it stands, or a whole path with somebody's own names in it. */
function pathScore(path: string, endpoint: Endpoint): number {
  const segments = segmentsOf(path);
  const plain = `/${segments.join('/')}`;
  if (plain === endpoint.template) return 10;
  const fits = matchTemplate(endpoint.template, segments) !== undefined;
  if (fits && operationsAt(plain).includes(endpoint)) return 9;
  return endpoint.template.toLowerCase().includes(plain.toLowerCase()) ? 5 : 0;
}

/** A synonym has to be a whole word of the path, or the method. */
function synonymScore(word: string, endpoint: Endpoint): number {
  if (METHODS.has(word)) return word === endpoint.method ? 3 : 0;
  const literals = literalsOf(endpoint);
  const last = literals[literals.length - 1];
  return last === word ? 7 : literals.includes(word) ? 4 : 0;
}

function plainScore(word: string, endpoint: Endpoint): number {
  const literals = literalsOf(endpoint).map((literal) => literal.toLowerCase());
  const stem = stemOf(word);
  const last = literals[literals.length - 1] ?? '';
  if (last === word || stemOf(last) === stem) return 8;
  if (literals.some((literal) => literal === word || stemOf(literal) === stem)) return 5;
  if (word.length < 3) return endpoint.query.includes(word) ? 1 : 0;
  if (literals.some((literal) => literal.includes(stem))) return 3;
  if (endpoint.group.includes(stem)) return 2;
  return endpoint.query.some((name) => name.includes(stem)) ? 1 : 0;
}

const literalsOf = (endpoint: Endpoint) =>
  segmentsOf(endpoint.template).filter((segment) => !isParameter(segment));

/** "branches", "branch" → "branch"; "repositories", "repository" → "repositor". */
const stemOf = (word: string) =>
  word.length < 4 ? word : word.replace(/(ies|(?<=ch|ss|us)es|s|(?<=.{6})y)$/, '');
