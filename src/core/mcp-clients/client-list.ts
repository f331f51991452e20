import type { DataAnswer } from '../answer.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { listServers, type OurServer } from './list-servers.ts';
import type { Place } from './place.ts';
import { type Probed, probeServer } from './probe-server.ts';

/** bbx in one client's file, as people and programs read it. */
export interface ClientListRow {
  readonly client: string;
  /** user or project; "local" for a server that Claude Code keeps for one project of this person. */
  readonly scope: string;
  readonly server: string;
  /** yes, no, or unknown. */
  readonly works: string;
  readonly seen: string;
  readonly file: string;
  readonly command: string;
  readonly remedy?: string | undefined;
}

/**
 * Where bbx is configured, and whether that works; equal servers are started once, all at the same
 * time.
 */
export async function clientList(
  place: Place,
  cwd: string,
): Promise<DataAnswer & { readonly data: readonly ClientListRow[] }> {
  const { servers, unreadable } = await listServers(place, cwd);
  const probes = new Map<string, Promise<Probed>>();
  const probeOnce = (found: OurServer) => {
    const { words, env } = found.server;
    const key = JSON.stringify([found.scope, words, env]);
    const running = probes.get(key) ?? probeServer(found, place);
    probes.set(key, running);
    return running;
  };
  const rows = servers.map(async (found) => row(found, await probeOnce(found)));
  const broken = unreadable.map(({ client, scope, path, why }) => ({
    client: client.id,
    scope,
    server: '',
    works: 'no',
    seen: why,
    file: path,
    command: '',
    remedy: 'Correct or remove the file; the client cannot read it either.',
  }));
  const data: readonly ClientListRow[] = [...(await Promise.all(rows)), ...broken];
  const columns = ['client', 'scope', 'server', 'works', 'seen', 'file'];
  return { kind: 'data', data, columns, text: async () => textOf(data) };
}

/** A line on how it is, and under it what paths are too long for. */
function textOf(rows: readonly ClientListRow[]): string {
  const heads = rows.map(({ client, scope, server, works }) => [client, scope, server, works]);
  const widths = [0, 1, 2, 3].map((at) =>
    Math.max(0, ...heads.map((head) => head[at]?.length ?? 0)),
  );
  const lines = rows.flatMap(({ seen, file, command, remedy }, row) => {
    const head = heads[row]?.map((word, at) => word.padEnd(widths[at] ?? 0)).join('  ');
    const more = [file, command, remedy ?? ''].filter(Boolean);
    return [`${head}  ${seen}`, ...more.map((line) => `  ${line}`)];
  });
  return sanitizeForTerminal(lines.map((line) => `${line}\n`).join(''));
}

function row({ client, scope, path, server }: OurServer, { works, seen, remedy }: Probed) {
  return {
    client: client.id,
    scope: server.project === undefined ? scope : 'local',
    server: server.name,
    works: works === undefined ? 'unknown' : works ? 'yes' : 'no',
    seen,
    file: path,
    command: server.words.join(' '),
    remedy,
  };
}
