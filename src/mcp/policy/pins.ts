import type { Pin } from './limits.ts';
import { folded } from './pattern.ts';
import type { Verb } from './rule.ts';

/**
 * Whether a request stays within pins. Outside of all workspaces there is little: who is signed in,
 * their workspaces, a user's profile, the kinds of webhook events. A pinned repository takes along
 * of its workspace only what people are recognised by: GET /workspaces/{workspace}, its members,
 * and one's own permission in it.
 * @param segments of the path, decoded
 */
export function within(pins: readonly Pin[], verb: Verb, segments: readonly string[]): boolean {
  const names = segments.map(folded);
  const [root = '', first, second] = names;
  const reads = verb === 'GET';
  const known = knowledgeOf(pins);
  if (root === 'repositories') {
    return second === undefined ? known.whole(first) : known.has(first, second);
  }
  if (root === 'workspaces') return ofWorkspace(names, reads, known);
  if (root === 'user') return reads && ofUser(names, known);
  if (root === 'users') return (reads && names.length === 2) || known.whole(first);
  if (root === 'snippets' || root === 'teams') return known.whole(first);
  return root === 'hook_events' && reads;
}

type Name = string | undefined;

/** What is pinned of a workspace: all of it, something, or one repository. */
const knowledgeOf = (pins: readonly Pin[]) => ({
  whole: (name: Name) =>
    pins.some(({ workspace, repo }) => workspace === name && repo === undefined),
  some: (name: Name) => pins.some(({ workspace }) => workspace === name),
  has: (name: Name, slug: Name) =>
    pins.some(({ workspace, repo }) => workspace === name && (repo === undefined || repo === slug)),
});

type Knowledge = ReturnType<typeof knowledgeOf>;

function ofWorkspace(names: readonly string[], reads: boolean, known: Knowledge): boolean {
  const [, workspace, what, kind, repo] = names;
  if (reads && (what === undefined || what === 'members')) return known.some(workspace);
  const one = what === 'permissions' && kind === 'repositories' && names.length === 5;
  return reads && one ? known.has(workspace, repo) : known.whole(workspace);
}

function ofUser([, what, name, kind, ...more]: readonly string[], known: Knowledge): boolean {
  if (what === undefined || what === 'emails') return true;
  if (what !== 'workspaces') return false;
  if (name === undefined) return true;
  return kind === 'permission' && more.length === 0 ? known.some(name) : known.whole(name);
}
