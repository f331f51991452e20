import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

const PROFILE = z.looseObject({
  /** The API root without /2.0; Bitbucket Cloud's when absent. */
  api_url: z.optional(z.url()),
  /** Where its repositories live; Bitbucket Cloud's when absent. */
  git_url: z.optional(z.url()),
  email: z.optional(text),
  kind: z.enum(['api-token', 'access-token']),
  /** Where the token lies. It never lies in the settings. */
  token: z.enum(['keychain', 'command', 'file']),
  token_command: z.optional(text),
  token_file: z.optional(text),
  /** What names without a workspace or a repository belong to. */
  workspace: z.optional(text),
  repository: z.optional(text),
  /** As they were granted when the token was last looked at. */
  scopes: z.optional(z.array(z.string())),
  /** A date, such as 2027-01-31. */
  expires: z.optional(text),
});

const texts = z.array(text);

/** What agents may do, for `bbx mcp`, which refuses a key that it does not know. */
const MCP = z.looseObject({
  read_only: z.optional(z.boolean()),
  /** Groups of tools. */
  tools: z.optional(texts),
  /** Rules such as "GET /repositories/acme/**". */
  allow: z.optional(texts),
  deny: z.optional(texts),
  /** WORKSPACE or WORKSPACE/REPO. */
  pin: z.optional(texts),
  no_merge: z.optional(z.boolean()),
  no_delete: z.optional(z.boolean()),
  confirm: z.optional(z.enum(['always', 'destructive', 'never'])),
});

/** The key `mcp` of the settings. */
export type McpSettings = z.output<typeof MCP>;

const SETTINGS = z.looseObject({
  /** The current profile. */
  profile: z.optional(text),
  profiles: z.optional(z.record(z.string(), PROFILE)),
  workspace: z.optional(text),
  ca_file: z.optional(text),
  proxy: z.optional(z.url()),
  editor: z.optional(text),
  pager: z.optional(z.string()),
  /** Globs of branches that prune leaves alone, parted by spaces. */
  keep: z.optional(text),
  output: z.optional(z.enum(['table', 'json', 'toon', 'raw'])),
  mcp: z.optional(MCP),
});

/** What bbx remembers of a sign-in; everything but the token. */
export type Profile = z.output<typeof PROFILE>;

/** The content of config.json. Keys that this bbx does not know are kept. */
export type Settings = z.output<typeof SETTINGS>;

/** Whether a value is of the shape of settings; the keys stay in their order. */
export const isSettings = (value: unknown): value is Settings => SETTINGS.safeParse(value).success;

/**
 * Says what is wrong with a value that is of another shape, such as "output must be one of table,
 * json, toon, raw". What stands there is not repeated: it could be a token in the wrong place.
 */
export function settingsMistake(value: unknown): string {
  const issue = SETTINGS.safeParse(value).error?.issues[0];
  const name = issue?.path.join('.') || 'the whole';
  if (issue?.code === 'invalid_value') return `${name} must be one of ${issue.values.join(', ')}`;
  if (issue?.code === 'too_small') return `${name} must not be empty`;
  if (issue?.code === 'invalid_format') return `${name} must be a whole address (https://...)`;
  if (issue?.code === 'invalid_type')
    return `${name} must be ${KINDS[issue.expected] ?? 'another'}`;
  return `${name} is not of the right kind`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list of texts',
  object: 'an object',
  record: 'an object',
};
