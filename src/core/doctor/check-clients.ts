import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { type ClientFile, clientFiles } from './client-files.ts';
import { type ClientServer, clientServers } from './client-servers.ts';
import type { Deps } from './deps.ts';
import { type Finding, ok, warn } from './finding.ts';

/** The MCP clients that start bbx: whether they find it, and whether a token lies in their files. */
export async function checkClients({ config, cwd }: Deps): Promise<Finding[]> {
  const files = clientFiles(config, cwd);
  const path = config.environment.PATH ?? '';
  const found = await Promise.all(files.map((file) => lookInto(file, path)));
  const findings = found.flat();
  if (findings.length > 0) return findings;
  const clients = [...new Set(files.map(({ client }) => client))].join(', ');
  return [ok('MCP clients', `none of these starts bbx: ${clients}`)];
}

async function lookInto(file: ClientFile, path: string): Promise<Finding[]> {
  const text = await readFile(file.path, 'utf8').catch(() => undefined);
  if (text === undefined || !/\bbbx\b/.test(text)) return [];
  try {
    return clientServers(file, text).flatMap((server) => finding(file, server, path));
  } catch {
    // The parser's own words quote the text, and a token may be in it.
    const remedy = 'Correct it; the client cannot read it either.';
    return [warn(`MCP: ${file.client}`, `${file.path} is not valid JSON`, remedy)];
  }
}

function finding(
  { client, path: file }: ClientFile,
  server: ClientServer,
  path: string,
): Finding[] {
  const at = server.words.findIndex(isBbx);
  if (at < 0) return [];
  const what = `MCP: ${client}`;
  const place = `server ${JSON.stringify(server.name)} in ${file}`;
  const [program = ''] = server.words;
  if (/\s+mcp$/.test(server.words[at] ?? '')) {
    const remedy = 'Write "mcp" into "args", apart from the command.';
    return [warn(what, `${place} has the command and its argument in one word`, remedy)];
  }
  if (server.words[at + 1] !== 'mcp') {
    // A folder of that name may be an argument of another server.
    if (at > 0) return [];
    return [warn(what, `${place} starts bbx without its argument mcp`, 'Add "mcp" to "args".')];
  }
  const lost = server.words.slice(0, at + 1).find((word) => isAbsolute(word) && !isThere(word));
  const absent = isAbsolute(program) || onPath(program, path) ? lost : program;
  if (absent !== undefined) {
    const remedy = `Put the path of bbx there: ${process.argv[1] ?? 'see which bbx'}`;
    return [warn(what, `${place} starts ${absent}, which is not there`, remedy)];
  }
  const secret = secretIn(server);
  if (secret === undefined) return [ok(what, place)];
  const remedy =
    'Remove it there (bbx auth login keeps it safe), and make a new token if others could read that file.';
  return [warn(what, `${place} holds a token in clear (${secret})`, remedy)];
}

/** bbx as a path, as a word, or as a package of npx. */
const isBbx = (word: string) =>
  /^(.*[\\/])?bbx(\.(js|cmd|exe|ps1))?(@[\w.-]+)?(\s+mcp)?$/.test(word);

const TOKEN = /AT(ATT3|CTT3|BB)[\w-]{8}/;

/** Where a server has a token written out, and not as ${VARIABLE}. @returns the name, not the value */
function secretIn({ env, words }: ClientServer): string | undefined {
  const named = Object.entries(env).find(
    ([name, value]) =>
      TOKEN.test(value) ||
      (/TOKEN|PASSWORD|SECRET/i.test(name) && value !== '' && !/[${]/.test(value)),
  );
  return named?.[0] ?? (words.some((word) => TOKEN.test(word)) ? 'in its arguments' : undefined);
}

const onPath = (program: string, path: string) =>
  path
    .split(delimiter)
    .some((folder) => ENDINGS.some((end) => isThere(join(folder, program + end))));

const ENDINGS = process.platform === 'win32' ? ['', '.cmd', '.exe'] : [''];

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
