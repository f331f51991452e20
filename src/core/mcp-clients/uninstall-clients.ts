import { existsSync } from 'node:fs';
import { clientFor } from './choose-clients.ts';
import { type Done, eachTarget, inDryRun, type Target } from './client-rows.ts';
import { CLIENTS } from './clients.ts';
import { projectPaths, speaksOfBbx } from './config-files.ts';
import { type Asked, checkServerName, projectOf } from './install-clients.ts';
import { removeServer } from './remove-server.ts';
import { peekUndoRecords, withUndoRecords } from './undo-records.ts';

/**
 * Takes bbx out of the files of clients: of the named ones, else of all.
 * @returns a row for each file that had it, and one for each named client that had it nowhere
 * @throws BbxError as installClients
 */
export async function uninstallClients(asked: Asked): Promise<Done[]> {
  checkServerName(asked.name);
  const { scope, place, cwd, name, dryRun } = asked;
  const named = [...new Set(asked.clients.map((word) => clientFor(word, scope)))];
  const folder = scope === 'project' ? projectOf(place, cwd) : undefined;
  const targets = (named.length > 0 ? named : CLIENTS).flatMap((client): Target[] => {
    const all =
      folder !== undefined
        ? projectPaths(client, place, folder)
        : client.user(place).flatMap(({ paths }) => paths);
    const there = all.filter((path) =>
      named.length > 0 ? existsSync(path) : speaksOfBbx(path, true),
    );
    return (there.length > 0 ? there : named.length > 0 ? all.slice(0, 1) : []).map((path) => ({
      client,
      scope,
      path,
      ...(folder === undefined ? {} : { folder }),
    }));
  });
  const work = async (records: Parameters<typeof removeServer>[1]) =>
    await eachTarget(targets, name, async ({ client, path, folder }) => {
      const done = await removeServer(
        { client, scope, path, folder, name, dryRun, meant: asked.nameGiven === true },
        records,
      );
      const gone = done.file === 'removed' ? ['The file held nothing else, and is gone.'] : [];
      const lost =
        done.lost.length > 0 ? [`With it went what was added: ${done.lost.join(', ')}.`] : [];
      const also = done.also.map(
        (other) => `The same file starts bbx as ${other} too: --name ${other}.`,
      );
      return { result: inDryRun(done.result, dryRun), notes: [...gone, ...lost, ...also] };
    });
  const done = dryRun
    ? await work(await peekUndoRecords(asked.config))
    : await withUndoRecords(asked.config, work);
  return named.length > 0 ? done : done.filter(isWorthARow);
}

/** Of clients that nobody named, only what bbx is, or may be, in. */
const isWorthARow = ({ row }: Done) => row.result !== 'not there' || row.notes.length > 0;
