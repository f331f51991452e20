import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sandboxEnvironment } from '../src/sandbox/export-lines.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { installPeer } from './peer.ts';
import { type Measure, printMeasures, printTokens, summary } from './report.ts';
import { timeRun, timeTools } from './spawned.ts';
import { countServer } from './tokens.ts';

/** npm run bench -- [--rounds N] [--json] [--inherit]. bench/README.md tells how to read what it prints. */

const BBX = fileURLToPath(new URL('../bin/bbx.js', import.meta.url));
const PULLS = '/repositories/acme/backend-api/pullrequests';
const FILTER = ['--jq', 'values[].{id: id, title: title}'];

/** The least that a program on the built-in fetch can take. */
const FETCH = `fetch(process.env.BBX_API_URL + '/2.0/user').then((answer) => answer.text())`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
    inherit: { type: 'boolean', default: false },
  },
});
const rounds = Number.parseInt(values.rounds, 10);
if (!(rounds > 0)) throw new Error('--rounds wants a number above zero');

const home = await mkdtemp(join(tmpdir(), 'bbx-bench-'));
const sandbox = await startSandbox({ now: new Date() });
try {
  await main({
    ...(values.inherit ? defined(process.env) : { PATH: process.env.PATH ?? '' }),
    HOME: home,
    TMPDIR: home,
    ...sandboxEnvironment(sandbox),
  });
} finally {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
}

async function main(env: Record<string, string>): Promise<void> {
  const peer = installPeer();
  const measures = measuresOf(env, peer);
  await round(measures); // Fills the caches of disk and compiler, and is not counted.
  for (const { samples } of measures) samples.length = 0;
  for (let done = 0; done < rounds; done += 1) {
    if (process.stderr.isTTY) process.stderr.write(`\rround ${done + 1} of ${rounds} `);
    await round(measures);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const tokens = {
    bbx: await countServer({ args: [BBX, 'mcp'], env }, PULLS),
    ...(peer && { peer: await countServer({ args: peer, env }, PULLS) }),
  };
  if (values.json) {
    const rows = measures.map((measure) => summary(measure, measures[0]));
    const { version: node, platform, arch } = process;
    const rounded = (_: string, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 100) / 100 : value;
    const all = { node, platform, arch, rounds, rows, tokens };
    process.stdout.write(`${JSON.stringify(all, rounded)}\n`);
    return;
  }
  process.stdout.write(`Node ${process.version}, ${rounds} rounds, one of each in turn\n\n`);
  printMeasures(measures);
  printTokens(tokens);
}

function defined(variables: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(set);
}

function measuresOf(env: Record<string, string>, peer: readonly string[] | undefined): Measure[] {
  const run = (name: string, ...args: string[]): Measure => ({
    name,
    take: () => timeRun({ args, env }),
    samples: [],
  });
  const serve = (name: string, ...args: string[]): Measure => ({
    name,
    take: () => timeTools({ args, env }),
    samples: [],
  });
  const own = [
    run('node -e 0', '-e', '0'),
    run('node -e "fetch(…/user)"', '-e', FETCH),
    run('bbx --version', BBX, '--version'),
    run('bbx get /user', BBX, 'get', '/user'),
    run('bbx get …/pullrequests --jq', BBX, 'get', PULLS, ...FILTER),
    serve('bbx mcp, to tools/list', BBX, 'mcp'),
  ];
  if (!peer) return own;
  return [
    ...own,
    run('peer --version', ...peer, '--version'),
    run('peer get --path /user', ...peer, 'get', '--path', '/user'),
    run('peer get … --jq', ...peer, 'get', '--path', PULLS, ...FILTER),
    serve('peer, to tools/list', ...peer),
  ];
}

async function round(measures: readonly Measure[]): Promise<void> {
  for (const { take, samples } of measures) samples.push(await take());
}
