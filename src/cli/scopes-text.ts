import { SCOPE_SETS, TOKEN_PAGE } from '../core/auth/scopes.ts';

/**
 * Tells a person how to make a token, and what to tick for what.
 * @returns lines of at most 80 columns, with a line end
 */
export function scopesText(): string {
  const sets = SCOPE_SETS.flatMap(({ name, scopes }) => lined(name, scopes));
  return `${[
    `Make a token at ${TOKEN_PAGE}`,
    'with "Create API token with scopes" for the app Bitbucket. Tick, for what you do',
    '(no scope implies another):',
    ...sets,
    'An access token of a repository, project or workspace works as well.',
  ].join('\n')}\n`;
}

const LEFT = 18;
const WIDTH = 80;

/** The name in front, the scopes beside it, as many on a line as fit. */
function lined(name: string, scopes: readonly string[]): string[] {
  const lines: string[] = [];
  for (const scope of scopes) {
    const last = lines.at(-1);
    const joined = last === undefined ? '' : `${last} ${scope}`;
    if (last !== undefined && LEFT + joined.length <= WIDTH) lines[lines.length - 1] = joined;
    else lines.push(scope);
  }
  return lines.map((line, at) => `${(at === 0 ? `  ${name}` : '').padEnd(LEFT)}${line}`);
}
