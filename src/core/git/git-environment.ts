/** What bbx itself may hold in its environment and none of git's children may see. */
const SECRET_NAMES = [
  'ATLASSIAN_API_TOKEN',
  'BITBUCKET_ACCESS_TOKEN',
  'ATLASSIAN_BITBUCKET_APP_PASSWORD',
];

/** Set while git runs a hook or an alias, and naming the repository of that. */
const OF_A_REPOSITORY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
];

type Environment = Readonly<NodeJS.ProcessEnv>;

/**
 * The environment that git and its children get: without secrets, also where one stands under
 * another name. GIT_* stays whole, because git refuses a GIT_CONFIG_COUNT with a gap.
 * @param secrets more words that no value may hold
 */
export function gitEnvironment(env: Environment, secrets: readonly string[]): NodeJS.ProcessEnv {
  const words = [...secrets, ...secretValues(env)].filter((word) => word.length >= TELLING);
  const kept = Object.entries(env).filter(
    ([name, value = '']) =>
      !isSecretName(name) &&
      (name.startsWith('GIT_') || !words.some((word) => value.includes(word))),
  );
  // Hints are found by git's English words; file names keep their character set.
  return { ...Object.fromEntries(kept), LANGUAGE: 'en' };
}

/** The secrets that stand in the environment under their own names. */
export const secretValues = (env: Environment): string[] =>
  Object.entries(env).flatMap(([name, value]) => (isSecretName(name) ? [value?.trim() ?? ''] : []));

/** The environment as it is outside of any repository. */
export const outsideRepositories = (env: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_REPOSITORY.includes(name)));

/** In characters; shorter words also stand in values that are no secret. */
const TELLING = 8;

const isSecretName = (name: string) => SECRET_NAMES.includes(name.toUpperCase());
