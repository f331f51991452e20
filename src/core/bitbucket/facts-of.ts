import { getAt, isJsonObject, listAt } from './json-object.ts';

type Fact = string | number | boolean;

/** What tells a person which thing it is, and how it stands: a few words or numbers by their names. */
export type Facts = Readonly<Record<string, Fact>>;

/** Names of facts, and the dotted paths that may hold each; the first that does is taken. */
type Wanted = Readonly<Record<string, string>>;

const COMMIT = {
  commit: 'target.hash',
  date: 'target.date',
  author: 'target.author.user.display_name|target.author.raw',
};
const COMMENT = {
  id: 'id',
  author: 'user.display_name',
  date: 'created_on',
  file: 'inline.path',
  line: 'inline.to|inline.from',
  text: 'content.raw',
};

/** By the end of the template, from Atlassian's schemas of what a GET there answers. */
const NOUNS: Readonly<Record<string, Wanted>> = {
  '/refs/branches/{name}': { branch: 'name', ...COMMIT },
  '/refs/tags/{name}': { tag: 'name', ...COMMIT },
  '/comments/{comment_id}': COMMENT,
  '/tasks/{task_id}': {
    id: 'id',
    state: 'state',
    creator: 'creator.display_name',
    text: 'content.raw',
  },
  '/{repo_slug}': {
    repository: 'full_name',
    bytes: 'size',
    private: 'is_private',
    updated: 'updated_on',
  },
  '/pullrequests/{pull_request_id}': {
    id: 'id',
    title: 'title',
    author: 'author.display_name',
    source: 'source.branch.name',
    destination: 'destination.branch.name',
    commit: 'source.commit.hash',
    state: 'state',
  },
  '/pipelines/{pipeline_uuid}': {
    number: 'build_number',
    state: 'state.name',
    result: 'state.result.name',
    on: 'target.ref_name',
    commit: 'target.commit.hash',
    creator: 'creator.display_name',
  },
};

/** What most other resources say of themselves. */
const ANY: Wanted = {
  id: 'id',
  name: 'name|display_name|key',
  title: 'title',
  label: 'label|comment',
  url: 'url',
  kind: 'kind',
  pattern: 'pattern',
  permission: 'permission',
  user: 'user.display_name',
  group: 'group.name',
  private: 'is_private',
  active: 'active|enabled',
  secured: 'secured',
  state: 'state.name|state',
  description: 'description',
  created: 'created_on|created_at',
  updated: 'updated_on|updated_at',
};

/**
 * Picks out of a resource what a person needs to see which one it is.
 * @param template the path template of the GET that answered it
 * @param data what it answered
 * @returns at most a dozen facts; an empty object for what is none
 */
export function factsOf(template: string, data: unknown): Facts {
  const noun = Object.keys(NOUNS).find((end) => template.endsWith(end));
  const wanted = (noun === undefined ? undefined : NOUNS[noun]) ?? ANY;
  const found = Object.entries(wanted).flatMap(([name, paths]) => {
    const value = paths
      .split('|')
      .map((path) => getAt(data, path))
      .find(isFact);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(found), ...verdicts(data) };
}

const isFact = (value: unknown): value is Fact =>
  (typeof value === 'string' && value !== '') ||
  typeof value === 'number' ||
  typeof value === 'boolean';

/** Who approved a pull request, and who wants it changed (`participants` of Atlassian's schema). */
function verdicts(data: unknown): Facts {
  const people = listAt(data, 'participants').filter(isJsonObject);
  const said = (state: string) =>
    people
      .filter((one) => one.state === state)
      .map((one) => String(getAt(one, 'user.display_name') ?? 'somebody'))
      .join(', ');
  const [approved, against] = [said('approved'), said('changes_requested')];
  return {
    ...(approved && { approved_by: approved }),
    ...(against && { changes_requested_by: against }),
  };
}
