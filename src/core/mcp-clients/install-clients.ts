import type { Config } from '../config.ts';
import { BbxError } from '../errors.ts';
import { chooseClients } from './choose-clients.ts';
import type { Scope, Start } from './client.ts';
import { type Done, eachTarget, inDryRun, type Target } from './client-rows.ts';
import { chosenPath, projectFolder, projectPaths } from './config-files.ts';
import { type Installed, installServer } from './install-server.ts';
import { inUse } from './is-installed.ts';
import { maskTokens } from './mask-tokens.ts';
import type { Place } from './place.ts';
import type { ServerFlags } from './server-flags.ts';
import { peekUndoRecords, withUndoRecords } from './undo-records.ts';

/** What is asked of an install or an uninstall. */
export interface Asked {
  /** Ids of clients; none for those that are installed. */
  readonly clients: readonly string[];
  readonly scope: Scope;
  /** The server's name in the files. */
  readonly name: string;
  /** Whether that was said, and is not the usual one. */
  readonly nameGiven?: boolean;
  readonly dryRun: boolean;
  readonly place: Place;
  readonly cwd: string;
  readonly config: Config;
  /** How this bbx is started from anywhere: whole paths, see startCommand. */
  readonly command: readonly string[];
}

/**
 * Puts bbx into the files of clients.
 * @throws BbxError USAGE for what cannot be asked; what is in the way of one file is in its row
 */
export async function installClients(asked: Asked, flags: ServerFlags): Promise<Done[]> {
  checkServerName(asked.name);
  const { clients, scope, place, cwd, name, dryRun } = asked;
  const targets = chooseClients(clients, scope, place).flatMap((client): Target[] => {
    if (scope === 'project') {
      const folder = projectOf(place, cwd);
      return [{ client, scope, folder, path: chosenPath(projectPaths(client, place, folder)) }];
    }
    const places = client.user(place);
    const used = places.filter(inUse);
    return (used.length > 0 ? used : places.slice(0, 1)).map(({ paths }) => ({
      client,
      scope,
      path: chosenPath(paths),
    }));
  });
  const start = startIn(asked);
  const run = dryRun ? peeking(asked) : withUndoRecords;
  return await run(asked.config, async (records) =>
    eachTarget(targets, name, async ({ client, path, folder }) => {
      const wanted = { client, scope, path, folder, name, start, flags, dryRun };
      const done = await installServer(wanted, records);
      const notes = notesOn(done, { client, scope, path });
      const row = { result: inDryRun(done.result, dryRun), notes, command: maskTokens(done.words) };
      if (!dryRun || !done.written) return row;
      return { ...row, written: maskTokens([done.written]).join('') };
    }),
  );
}

const peeking =
  (_: Asked): typeof withUndoRecords =>
  async (config, work) =>
    await work(await peekUndoRecords(config));

/**
 * The folder of the project.
 * @throws BbxError USAGE in the home folder
 */
export function projectOf(place: Place, cwd: string): string {
  const folder = projectFolder(place, cwd);
  if (folder !== undefined) return folder;
  throw new BbxError('USAGE', 'The home folder is no project.', {
    hint: 'Go to the folder of the project, or leave --project away.',
  });
}

/**
 * A person's file gets whole paths, since a program with windows has no PATH of a shell; a project's
 * file is shared with others, whose paths are not these.
 */
function startIn({ scope, command: words }: Asked): Start {
  if (scope === 'project') return { command: 'bbx', args: ['mcp'] };
  const [command = 'bbx', ...args] = words;
  return { command, args: [...args, 'mcp'] };
}

function notesOn({ result, kept, also, words }: Installed, { client, scope }: Target): string[] {
  // In a project VS Code's two sentences would ask for the same trust.
  const trust = scope === 'project' && client.projectNext ? [client.projectNext] : [];
  const next = trust.length > 0 && /trust/.test(client.next) ? trust : [client.next, ...trust];
  return [
    ...(result === 'unchanged' ? [] : next),
    ...(kept.length > 0
      ? [
          `Keeps ${maskTokens(kept).join(' ')}, which was there; bbx mcp uninstall first takes that out too.`,
        ]
      : []),
    ...(also.length > 0 ? [`The same file starts bbx as ${also.join(', ')} too.`] : []),
    ...(words.some((word) => /[\\/]_npx[\\/].*bbx/.test(word))
      ? ['This bbx lies in the cache of npx, which is emptied at times: npm install -g bbx.']
      : []),
  ];
}

/**
 * Refuses a name that some client does not take.
 * @throws BbxError USAGE
 */
export function checkServerName(name: string): void {
  if (/^[A-Za-z][\w-]{0,31}$/.test(name)) return;
  throw new BbxError('USAGE', `No server can be called ${JSON.stringify(name.slice(0, 80))}.`, {
    hint: 'A name is a letter, then up to 31 letters, digits, dashes and underscores.',
  });
}
