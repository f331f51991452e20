/** A JSON object, as it comes from the server or from a filter. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Leaves out what a reader of Bitbucket's JSON does not need: `links`, avatars, and rendered copies
 * (`html` and `markup` beside `raw`; `rendered`; `summary` where it repeats `description` or `message`), and a
 * `type` that only repeats the name of its place. Nothing else: every other scalar stays.
 * @param value any JSON value; it is not changed
 * @param omitted takes the names of what was left out
 */
export function prune(value: unknown, omitted: Set<string>): unknown {
  return pruneAt(value, '', omitted);
}

function pruneAt(value: unknown, place: string, omitted: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => pruneAt(item, '', omitted));
  if (!isObject(value)) return value;
  const kept: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (name === 'type' && member === place && !keepsType(value)) continue;
    if (isLeftOut(name, member, value)) {
      omitted.add(name === 'type' ? 'html' : name);
      continue;
    }
    const pruned = pruneAt(member, name, omitted);
    // What held only links says nothing without them.
    if (!isEmpty(pruned) || isEmpty(member)) kept.push([name, pruned]);
  }
  return Object.fromEntries(kept);
}

/**
 * `repository: {type: repository, …}`: the name stays, and says it. People keep theirs, so that all
 * who are named in an answer look alike and can be said once.
 */
const keepsType = (owner: JsonObject) => 'display_name' in owner || Object.keys(owner).length === 1;

const isEmpty = (value: unknown) => isObject(value) && Object.keys(value).length === 0;

function isLeftOut(name: string, member: unknown, owner: JsonObject): boolean {
  switch (name) {
    case 'links':
      return isObject(member);
    case 'avatar':
      return isObject(member) ? 'href' in member : isAddress(member);
    case 'html':
    case 'markup':
      return typeof owner.raw === 'string' && typeof member === 'string';
    case 'type':
      return member === 'rendered' && typeof owner.raw === 'string';
    case 'summary':
      return isObject(member) && 'html' in member && repeats(member.raw, owner);
    case 'rendered':
      return (
        isObject(member) && Object.entries(member).every(([key, copy]) => isCopy(copy, owner[key]))
      );
    default:
      return false;
  }
}

const repeats = (raw: unknown, owner: JsonObject) =>
  raw === owner.description || raw === owner.message;

const isAddress = (value: unknown) => typeof value === 'string' && /^https?:\/\//.test(value);

const isCopy = (copy: unknown, original: unknown) =>
  isObject(copy) &&
  'html' in copy &&
  (copy.raw === original || (isObject(original) && copy.raw === original.raw));
