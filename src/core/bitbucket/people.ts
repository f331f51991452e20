import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { path, readList } from './call.ts';
import { currentUser } from './current-user.ts';
import { getAt, listAt } from './json-object.ts';
import { type Person, personOf } from './person.ts';
import type { RepositoryName } from './web-address.ts';

/** Finds people as others name them. */
export interface People {
  /**
   * @param given @me, a uuid in braces, a nickname (with or without @), the shown name, or one word
   *   of it
   * @param where the repository whose people are meant
   * @throws BbxError NOT_FOUND, CONFLICT when several are called so, FORBIDDEN for @me with a token
   *   that is nobody's
   */
  readonly named: (given: string, where: RepositoryName) => Promise<Person>;
  /** @throws BbxError FORBIDDEN with a token that is nobody's */
  readonly me: () => Promise<Person>;
}

/** People of workspaces; each list is read once, and only when a name has to be looked up. */
export function peopleOf(context: Context): People {
  const lists = new Map<string, Promise<readonly Person[]>>();
  const once = (key: string, read: () => Promise<readonly Person[]>) => {
    const known = lists.get(key) ?? read();
    lists.set(key, known);
    return known;
  };
  const me = async () => {
    const [person] = await once('me', async () => [(await currentUser(context)) ?? nobody()]);
    return person ?? nobody();
  };
  const named = async (given: string, where: RepositoryName) => {
    const name = given.trim();
    if (name === '@me') return await me();
    if (/^\{[\w-]+\}$/.test(name)) return { uuid: name, name, nickname: '' };
    const { workspace, repo } = where;
    const members = await once(workspace, () => membersOf(context, workspace));
    const found = matching(members, name);
    if (found.length > 0) return only(found, name);
    // Who left the workspace is no member any more, and the token may not read members at all.
    const seen = await once(`${workspace}/${repo}`, () => peopleIn(context, where));
    return only(matching(seen, name), name);
  };
  return { named, me };
}

/**
 * Those whom a name fits best: by nickname or whole name, else by a word of the name.
 * @returns each person once
 */
export function matching(people: readonly Person[], given: string): Person[] {
  const wanted = folded(given.replace(/^@/, ''));
  const known = [...new Map(people.map((person) => [person.uuid, person])).values()];
  const exact = known.filter(
    ({ name, nickname }) => folded(name) === wanted || folded(nickname) === wanted,
  );
  return exact.length > 0
    ? exact
    : known.filter(({ name }) => folded(name).split(/\s+/).includes(wanted));
}

const folded = (text: string) => text.normalize('NFC').toLowerCase().trim();

function only(found: readonly Person[], given: string): Person {
  const [person, ...others] = found;
  if (person && others.length === 0) return person;
  const shown = JSON.stringify(given.slice(0, 60));
  if (person === undefined) {
    throw new BbxError('NOT_FOUND', `Nobody here is called ${shown}.`, {
      hint: 'Give a nickname, the whole name, a uuid in braces, or @me.',
    });
  }
  const all = found.slice(0, 5).map(({ name, nickname, uuid }) => `${name} (${nickname}) ${uuid}`);
  throw new BbxError('CONFLICT', `${found.length} people are called ${shown}.`, {
    hint: `Name one by nickname or uuid: ${all.join('; ')}.`,
  });
}

async function membersOf(context: Context, workspace: string): Promise<Person[]> {
  const fields = 'next,values.user.uuid,values.user.display_name,values.user.nickname';
  try {
    const { data } = await readList(context, path`/workspaces/${workspace}/members`, {
      query: [
        ['pagelen', '100'],
        ['fields', fields],
      ],
    });
    return data.values.map((value) => personOf(getAt(value, 'user')));
  } catch (error) {
    if (error instanceof BbxError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

/** Authors and reviewers of the last pull requests. */
async function peopleIn(context: Context, { workspace, repo }: RepositoryName): Promise<Person[]> {
  const states = ['OPEN', 'MERGED', 'DECLINED'].map((state) => ['state', state] as const);
  const { data } = await readList(context, path`/repositories/${workspace}/${repo}/pullrequests`, {
    query: [
      ...states,
      ['sort', '-updated_on'],
      ['pagelen', '50'],
      ['fields', 'values.author,values.participants.user,values.reviewers'],
    ],
    limit: 50,
  });
  return data.values.flatMap((value) => [
    personOf(getAt(value, 'author')),
    ...listAt(value, 'reviewers').map(personOf),
    ...listAt(value, 'participants').map((one) => personOf(getAt(one, 'user'))),
  ]);
}

function nobody(): never {
  throw new BbxError('FORBIDDEN', 'Who is signed in cannot be told: this token is nobody’s own.', {
    hint: 'Use an API token with the scope read:user:bitbucket, or name the person.',
  });
}
