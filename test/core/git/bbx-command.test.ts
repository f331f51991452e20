import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bbx-command-')));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

test('names node, the loader of the sources and the program, through links, from any folder', () => {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const source = new URL('../../../src/core/git/bbx-command.ts', import.meta.url).href;
  const program = join(folder, 'bbx.mjs');
  writeFileSync(
    program,
    `import { bbxCommand } from ${JSON.stringify(source)};
     process.stdout.write(JSON.stringify(bbxCommand()));`,
  );
  symlinkSync(program, join(folder, 'link'));
  const options = ['--import', loader, '--stack-size=900'];
  const { stdout } = spawnSync(process.execPath, [...options, join('.', 'link'), 'clone'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout)).toEqual([process.execPath, '--import', loader, program]);
});
