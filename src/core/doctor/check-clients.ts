import { accessSync, constants } from 'node:fs';
import { isAbsolute } from 'node:path';
import { BbxError } from '../errors.ts';
import { CLIENTS } from '../mcp-clients/clients.ts';
import { type ConfigFile, configFiles } from '../mcp-clients/config-files.ts';
import { editorFor } from '../mcp-clients/editor-for.ts';
import { TOKEN } from '../mcp-clients/mask-tokens.ts';
import { onPath } from '../mcp-clients/on-path.ts';
import { argumentsOfBbx, isBbx, startsBbx } from '../mcp-clients/our-server.ts';
import type { Place } from '../mcp-clients/place.ts';
import { type ClientServer, serversIn } from '../mcp-clients/servers-in.ts';
import { readSource } from '../mcp-clients/source.ts';
import { wordsFor } from '../mcp-clients/words-for.ts';
import { MCP_KEYS } from '../settings/mcp-settings.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Deps } from './deps.ts';
import { type Finding, ok, warn } from './finding.ts';

/** The MCP clients that start bbx: whether they find it, and whether a token lies in their files. */
export async function checkClients({ config, cwd }: Deps): Promise<Finding[]> {
  const { home, environment } = config;
  const place = { platform: process.platform, home, environment };
  const files = configFiles(place, cwd);
  const found = await Promise.all(files.map((file) => lookInto(file, place)));
  const findings = found.flat();
  if (findings.length > 0) return [...(await strayKey(config)), ...findings];
  const clients = CLIENTS.map(({ name }) => name).join(', ');
  return [ok('MCP clients', `none of these starts bbx: ${clients}; bbx mcp install adds it`)];
}

/** The settings keep what they do not know; the server does not start with it. */
async function strayKey(config: Deps['config']): Promise<Finding[]> {
  const { mcp = {} } = await readSettings(config).catch(() => ({ mcp: {} }));
  const stray = Object.keys(mcp).find((key) => !MCP_KEYS.some((known) => known === key));
  if (stray === undefined) return [];
  const detail = `there is no setting mcp.${stray.slice(0, 60)}, and no server starts with it`;
  return [
    warn('MCP settings', detail, `Correct it in config.json. There are ${MCP_KEYS.join(', ')}.`),
  ];
}

async function lookInto(file: ConfigFile, place: Place): Promise<Finding[]> {
  const { client, path } = file;
  try {
    const source = await readSource(path);
    if (!/\bbbx\b/.test(source.text)) return [];
    const editor = await editorFor(client);
    const servers = serversIn(client, editor.read(source.text));
    return servers.flatMap((server) => finding(file, server, place));
  } catch (error) {
    if (error instanceof BbxError) {
      return [warn(`MCP: ${client.name}`, error.message.replace(/\.$/, ''), error.hint ?? '')];
    }
    // The parser's own words quote the text, and a token may be in it.
    const remedy = 'Correct it; the client cannot read it either.';
    const format = client.format.toUpperCase();
    return [warn(`MCP: ${client.name}`, `${path} is not valid ${format}`, remedy)];
  }
}

function finding(
  { client, scope, path: file }: ConfigFile,
  server: ClientServer,
  place: Place,
): Finding[] {
  const at = server.words.findIndex(isBbx);
  if (at < 0) return [];
  const what = `MCP: ${client.name}`;
  const where = `server ${JSON.stringify(server.name)} in ${file}`;
  const [program = ''] = server.words;
  if (/\s+mcp$/.test(server.words[at] ?? '')) {
    const remedy = 'Write "mcp" into "args", apart from the command.';
    return [warn(what, `${where} has the command and its argument in one word`, remedy)];
  }
  if (!startsBbx(server.words)) {
    // A folder of that name may be an argument of another server.
    if (at > 0) return [];
    if (server.words[1] === 'mcp') {
      const remedy = `Leave "mcp" in "args", and flags behind it.`;
      return [warn(what, `${where} starts another command of bbx, and no server`, remedy)];
    }
    return [warn(what, `${where} starts bbx without its argument mcp`, 'Add "mcp" to "args".')];
  }
  // What a wrapper starts may be on another machine, or in a container.
  const own = argumentsOfBbx(server.words) !== undefined;
  const checked = server.words.slice(0, own ? at + 1 : 1);
  const lost = checked.find((word) => isAbsolute(word) && !isThere(word));
  const absent = isAbsolute(program) || onPath(program, place) ? lost : program;
  if (absent !== undefined) {
    const path = process.argv[1] ?? 'see which bbx';
    const install = `Run bbx mcp install ${wordsFor(client, scope, server.name)}`;
    const remedy = own ? `${install}, or put the path of bbx there: ${path}` : 'Correct it there.';
    return [warn(what, `${where} starts ${absent}, which is not there`, remedy)];
  }
  const secret = secretIn(server);
  if (secret === undefined)
    return [ok(what, `${where} is ${server.off ? 'switched off' : CONFIGURED}`)];
  const remedy =
    'Remove it there (bbx auth login keeps it safe), and make a new token if others could read that file.';
  return [warn(what, `${where} holds a token in clear (${secret})`, remedy)];
}

/** Nothing is started here. */
const CONFIGURED = 'configured (bbx mcp list tries it)';

/** Where a server has a token written out, and not as ${VARIABLE}. @returns the name, not the value */
function secretIn({ env, words }: ClientServer): string | undefined {
  const named = Object.entries(env).find(
    ([name, value]) =>
      TOKEN.test(value) ||
      (/TOKEN|PASSWORD|SECRET/i.test(name) && value !== '' && !/[${]/.test(value)),
  );
  return named?.[0] ?? (words.some((word) => TOKEN.test(word)) ? 'in its arguments' : undefined);
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
