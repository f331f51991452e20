import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { listensAt, type Played, playRepository, type Size } from './branches-server.ts';

/**
 * npx tsx bench/branches.ts: how many requests, and how much memory, listing and pruning take for a
 * repository with 10,000 branches, 3,000 open pull requests and as many merged ones, beside one of a
 * tenth of that. The answers are made up page by page, so that the server costs nothing to start.
 */

const BBX = fileURLToPath(new URL('../bin/bbx.js', import.meta.url));
const PEAK = fileURLToPath(new URL('./peak.cjs', import.meta.url));
const LARGE: Size = { branches: 10_000, open: 3000, merged: 3000 };
const SMALL: Size = { branches: 1000, open: 300, merged: 300 };

const COMMANDS: readonly (readonly string[])[] = [
  ['list'],
  ['list', '--all'],
  ['list', '--stale', '6m', '--limit', '20'],
  ['prune', '--older-than', '1d', '--dry-run'],
  ['prune', '--older-than', '11m', '--dry-run'],
  ['prune', '--merged', '--dry-run'],
];

const folder = await mkdtemp(join(tmpdir(), 'bbx-bench-'));
try {
  process.stdout.write(`Node ${process.version}; requests, and peak memory of the process\n\n`);
  for (const command of COMMANDS) {
    const [small, large] = [await measure(SMALL, command), await measure(LARGE, command)];
    const cells = [small, large].map(
      ({ requests, peak }) => `${String(requests).padStart(4)} requests ${peak} MB`,
    );
    process.stdout.write(
      `branches ${command.join(' ').padEnd(32)}1,000: ${cells[0]}   10,000: ${cells[1]}\n`,
    );
  }
  const { out } = await measure(LARGE, ['list', '--limit', '20', '-o', 'toon']);
  process.stdout.write(`\n20 branches as TOON: ${encode(out).length} tokens (o200k)\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(size: Size, command: readonly string[]) {
  const played: Played = playRepository(size);
  played.server.listen(0, '127.0.0.1');
  await once(played.server, 'listening');
  const address = played.server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  listensAt(host);
  const note = join(folder, 'peak');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    BENCH_PEAK: note,
    BBX_API_URL: `http://${host}`,
    ATLASSIAN_USER_EMAIL: 'ann@example.com',
    ATLASSIAN_API_TOKEN: 'of-the-bench',
  };
  const args = ['--require', PEAK, BBX, 'branches', ...command, '-R', 'acme/large'];
  const child = spawn(process.execPath, args, {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [out, words] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  played.server.close();
  played.server.closeAllConnections();
  if (code !== 0) throw new Error(`branches ${command.join(' ')} ended with ${code}: ${words}`);
  const peak = Math.round(Number(await readFile(note, 'utf8')) / 1024);
  return { requests: played.requests.length, peak, out };
}
