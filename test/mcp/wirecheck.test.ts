import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { machine, PROGRAM } from '../support/mcp.ts';
import { lacks, SHARED } from '../support/needs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.skipIf(lacks('wirecheck'))(
  'an independent checker finds nothing wrong on the wire, in either era',
  async () => {
    const sandbox = await startSandbox();
    const { env, remove } = machine(sandboxEnvironment(sandbox));
    onTestFinished(async () => {
      remove();
      await sandbox.close();
    });
    const slow = '/user?slow';
    sandbox.faults.add({ path: slow, delay: 3000, times: 100 });
    const call = { path: '/repositories/acme/backend-api/pullrequests', limit: 3 };
    const { code, output } = await run(env, [
      fileURLToPath(new URL('tools/wirecheck.mjs', SHARED)),
      '--modern',
      ...['--call', 'bb_get', JSON.stringify(call)],
      ...['--slow', 'bb_get', JSON.stringify({ path: slow })],
      ...['--secret', sandbox.credentials.full.token],
      ...['--', process.execPath, PROGRAM, 'mcp'],
    ]);
    const found = output.split('\n').filter((line) => /^(FAIL|WARN)/.test(line));
    expect(found).toEqual([]);
    expect(output).toMatch(/^RESULT PASS: \d+ ok, 0 failed/m);
    expect(code).toBe(0);
  },
  120_000,
);

/** The checker takes its schema library from the folder that it runs in. */
async function run(env: Record<string, string>, args: readonly string[]) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}
