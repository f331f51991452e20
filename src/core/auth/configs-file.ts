import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BbxError } from '../errors.ts';

/**
 * The keys under which MCP configurations name the Bitbucket server: ours first, then those that
 * @aashari/mcp-server-atlassian-bitbucket also reads, in its order.
 */
const KEYS = [
  'bitbucket',
  'atlassian-bitbucket',
  '@aashari/mcp-server-atlassian-bitbucket',
  'mcp-server-atlassian-bitbucket',
];

export interface ConfigsFile {
  /** Where it is, for people who look for it. */
  readonly path: string;
  /** Variable names with their values, trimmed; without the empty ones. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads `~/.mcp/configs.json`, `{"bitbucket": {"environments": {NAME: value}}}`, which bbx never
 * writes. A file that is absent has no variables.
 * @param home the folder that `~` means
 * @throws BbxError FILE when it is there and is unreadable or no JSON
 */
export async function readConfigsFile(home: string): Promise<ConfigsFile> {
  const path = join(home, '.mcp', 'configs.json');
  const all = recordOf(parse(path, await textOf(path)));
  const environments = KEYS.map((key) => recordOf(all[key]).environments).find(
    (each) => each !== undefined,
  );
  const variables = Object.entries(recordOf(environments))
    .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : ''] as const)
    .filter(([, value]) => value !== '');
  return { path, variables: Object.fromEntries(variables) };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '{}';
    throw new BbxError('FILE', `${path} cannot be read (${String(code)}).`, {
      hint: 'Let yourself read it, or set the credentials in the environment.',
      cause,
    });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the text, and the text holds a token.
    throw new BbxError('FILE', `${path} is not valid JSON.`, {
      hint: 'Correct it, or set the credentials in the environment.',
    });
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
