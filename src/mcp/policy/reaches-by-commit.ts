import { getAt } from '../../core/bitbucket/json-object.ts';
import { type Asked, implied } from './asked.ts';
import { type Home, isFullName, isSame } from './full-name.ts';
import { jsonIn } from './json-in.ts';
import { folded } from './pattern.ts';
import type { Reaches } from './reach.ts';

/** What stands behind these is a spec: commits of one or several repositories, also with slashes. */
const SPECS = ['diff', 'diffstat', 'patch', 'merge-base', 'file-conflicts', 'commits'];

/** And behind these a single commit, before whatever else there is. */
const SINGLE = ['commit', 'src', 'filehistory'];

/** "WORKSPACE/REPO:hash" before a commit is another repository; no branch has a colon in its name. */
export function reachesByCommit(asked: Asked, home: Home): Reaches {
  const { meant, others } = asked.readings;
  const found = [meant, ...others].flatMap(({ segments }) => {
    const kind = folded(segments[3] ?? '');
    if (folded(segments[0] ?? '') !== 'repositories') return [];
    if (SPECS.includes(kind)) return [{ kind, named: segments.slice(4).join('/'), rest: [] }];
    if (!SINGLE.includes(kind)) return [];
    // In the segment behind as well: "acme", "api:abc".
    const length = segments[4]?.includes(':') ? 5 : 6;
    return [{ kind, named: segments.slice(4, length).join('/'), rest: segments.slice(length) }];
  });
  const kind = found[0]?.kind;
  if (kind === undefined) return { others: [], unclear: undefined };
  const asides = [...asidesOf(asked)].map((named) => ({ kind, named, rest: [] }));
  const names = [...found, ...asides].flatMap(({ named, ...more }) =>
    namesIn(named).map((name) => ({ name, ...more })),
  );
  const elsewhere = names.filter(({ name }) => !isSame(name, home.join('/')));
  if (elsewhere.some(({ name }) => !isFullName(name))) return UNCLEAR;
  const verb = asked.verb === 'PATCH' ? 'PUT' : asked.verb;
  const reach = ({ name, kind, rest }: (typeof elsewhere)[number]) =>
    implied(SPECS.includes(kind) ? 'GET' : verb, [
      'repositories',
      ...name.split('/'),
      ...[kind, 'x', ...rest],
    ]);
  return { others: elsewhere.map(reach), unclear: undefined };
}

const UNCLEAR: Reaches = {
  others: [],
  unclear: {
    text: 'a commit in it is of another repository, which is not named by WORKSPACE/REPO',
    way: 'Name that repository as WORKSPACE/REPO:COMMIT.',
  },
};

const namesIn = (text: string): string[] =>
  text
    .split(/\r|\n|\.\./)
    .filter((one) => one.includes(':'))
    .map((one) => one.slice(0, one.lastIndexOf(':')));

/** Commits that the query names, and the body of a POST, which some lists of commits take instead. */
function* asidesOf({ query, body }: Asked): Generator<string> {
  const text = Buffer.from(body?.bytes ?? '').toString('utf8');
  for (const key of ['include', 'exclude']) {
    yield* query.getAll(key);
    const json = getAt(jsonIn(body?.bytes), key);
    yield* [json ?? []].flat().map(String);
    yield* new URLSearchParams(text).getAll(key);
  }
}
