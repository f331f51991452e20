import type { DataAnswer } from '../answer.ts';
import { sanitizeForTerminal } from '../output/sanitize.ts';
import { findOurServers, type OurServer } from './find-our-servers.ts';
import { maskTokens } from './mask-tokens.ts';
import type { Place } from './place.ts';
import { type Probed, probeServer } from './probe-server.ts';
import { remedyFor } from './remedy-for.ts';

/** bbx in one client's file, as people and programs read it. */
export interface ClientListRow {
  readonly client: string;
  /** user or project; "local" for a server that Claude Code keeps for one project of this person. */
  readonly scope: string;
  readonly server: string;
  /** yes, no, unknown where it was not started, or off where it is switched off. */
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
  const { servers, unreadable } = await findOurServers(place, cwd);
  const probes = new Map<string, Promise<Probed>>();
  const probeOnce = (found: OurServer) => {
    const { words, env } = found.server;
    const key = JSON.stringify([found.scope, words, env, found.server.off]);
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

const HEAD = ['CLIENT', 'SCOPE', 'SERVER', 'WORKS'];

/** A line on how it is, and under it what paths are too long for. */
function textOf(rows: readonly ClientListRow[]): string {
  if (rows.length === 0) return '';
  const heads = rows.map(({ client, scope, server, works }) => [client, scope, server, works]);
  const widths = HEAD.map((word, at) =>
    Math.max(word.length, ...heads.map((head) => head[at]?.length ?? 0)),
  );
  const aligned = (words: readonly string[]) =>
    words.map((word, at) => word.padEnd(widths[at] ?? 0)).join('  ');
  const lines = rows.flatMap(({ seen, file, command, remedy }, row) => {
    const head = aligned(heads[row] ?? []);
    const more = [file, command, remedy ?? ''].filter(Boolean);
    return [`${head}  ${seen}`, ...more.map((line) => `  ${line}`)];
  });
  lines.unshift(`${aligned(HEAD)}  SEEN`);
  return sanitizeForTerminal(lines.map((line) => `${line}\n`).join(''));
}

function row(found: OurServer, probed: Probed): ClientListRow {
  const { client, scope, path, server } = found;
  const { works, seen } = probed;
  return {
    client: client.id,
    scope: server.project === undefined ? scope : 'local',
    server: server.name,
    works: server.off ? 'off' : works === undefined ? 'unknown' : works ? 'yes' : 'no',
    seen,
    file: path,
    command: maskTokens(server.words).join(' '),
    remedy: remedyFor(found, probed),
  };
}
