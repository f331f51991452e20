import type { OurServer } from './find-our-servers.ts';
import { argumentsOfBbx } from './our-server.ts';
import type { Probed } from './probe-server.ts';
import { wordsFor } from './words-for.ts';

/**
 * What helps a server that does not work. An install brings its command up to date and keeps its
 * flags; it is never said to uninstall first, since that would lift what the flags forbid.
 */
export function remedyFor(found: OurServer, { works, trouble }: Probed): string | undefined {
  if (works !== false) return undefined;
  const { client, scope, server } = found;
  if (trouble === 'settings')
    return 'Correct config.json, as it says: every server of bbx reads it.';
  if (trouble === 'absent' && scope === 'project') return 'Put bbx on PATH: npm install -g bbx.';
  if (server.project !== undefined) return 'Correct it in the file, under the project.';
  if (argumentsOfBbx(server.words) === undefined) {
    return 'Correct its command in the file: it starts bbx in a way of its own, which no install writes.';
  }
  if (trouble === 'arguments') {
    return 'Correct its arguments in the file: an install keeps those that are there.';
  }
  if (trouble === 'silent') return 'Start its command in a shell, to see what it waits for.';
  return `Run bbx mcp install ${wordsFor(client, scope, server.name)}; its flags stay.`;
}
