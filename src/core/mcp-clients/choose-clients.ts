import { distance } from '../catalogue/distance.ts';
import { BbxError } from '../errors.ts';
import type { Client, Scope } from './client.ts';
import { CLIENTS } from './clients.ts';
import { isInstalled } from './is-installed.ts';
import type { Place } from './place.ts';

/** How others and the clients' own programs call them, without blanks, dashes and the like. */
const ALIASES: Readonly<Record<string, string>> = {
  claude: 'claude-code',
  code: 'vscode',
  visualstudiocode: 'vscode',
  geminicli: 'gemini',
  qwencode: 'qwen',
  copilotcli: 'copilot',
  githubcopilot: 'copilot',
  githubcopilotcli: 'copilot',
  roocode: 'roo',
  kilocode: 'kilo',
  kirocli: 'kiro',
  clinecli: 'cline',
  codexcli: 'codex',
  jetbrains: 'junie',
  jetbrainsjunie: 'junie',
};

const bare = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The ids of all clients, for a person to read. */
export const CLIENT_IDS = CLIENTS.map(({ id }) => id).join(', ');

/**
 * The clients that an install is for: the named ones, each once, else those that are installed.
 * @throws BbxError USAGE for an unknown one, for a named one without project files where those
 *   are asked for, and where none is installed
 */
export function chooseClients(named: readonly string[], scope: Scope, place: Place): Client[] {
  if (named.length > 0) return [...new Set(named.map((word) => clientFor(word, scope)))];
  const found = CLIENTS.filter(
    (client) => (scope === 'user' || client.project.length > 0) && isInstalled(client, place),
  );
  if (found.length > 0) return found;
  throw new BbxError('USAGE', 'No client that bbx knows is installed here.', {
    hint: `Name one all the same: ${CLIENT_IDS}.`,
  });
}

/**
 * The client of that id.
 * @throws BbxError USAGE as chooseClients
 */
export function clientFor(word: string, scope: Scope): Client {
  const typed = bare(word);
  const id = Object.hasOwn(ALIASES, typed) ? ALIASES[typed] : typed;
  const client = CLIENTS.find((each) => each.id === id || bare(each.id) === typed);
  if (client === undefined) throw unknown(word);
  if (scope === 'user' || client.project.length > 0) return client;
  throw new BbxError('USAGE', `${client.name} has no project file.`, {
    hint: `Leave --project away: bbx mcp install ${client.id}.`,
  });
}

function unknown(word: string): BbxError {
  const typed = word.toLowerCase();
  const near = CLIENTS.map(({ id }) => id).filter(
    (id) =>
      distance(id, typed) <= 2 || (typed.length > 2 && (id.includes(typed) || typed.includes(id))),
  );
  const names =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There are: ${CLIENT_IDS}.`;
  return new BbxError('USAGE', `There is no client ${JSON.stringify(word.slice(0, 60))}.`, {
    hint: names,
  });
}
