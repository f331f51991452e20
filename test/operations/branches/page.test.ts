import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../support/cli.ts';
import { homeForTest } from '../../support/home.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const PAGE = readFileSync(new URL('../../../docs/branches.md', import.meta.url), 'utf8');

/** The command lines of the page, without what comments on them. */
const COMMANDS = [...PAGE.matchAll(/^bbx (.*?)(?:\s+# .*)?$/gm)].map(([, line = '']) => line);

const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, one, other]) => one ?? other ?? '');

test('every command of the page on branches works as printed, one after the other', async () => {
  expect(COMMANDS.length).toBeGreaterThan(12);
  const home = homeForTest();
  const env = { ...desk.env, HOME: home.path };
  for (const line of COMMANDS) {
    const asks = line.startsWith('branches prune') && !/--(dry-run|plan|apply)/.test(line);
    const ran = await run([...words(line), ...(asks ? ['--yes'] : [])], { env, cwd: home.path });
    expect(ran.exitCode, `bbx ${line}: ${ran.stderr}`).toBe(0);
  }
});
