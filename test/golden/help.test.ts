import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';

const COMMANDS = fileURLToPath(new URL('../../src/commands', import.meta.url));
const words = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replace(/\.tsx?$/, '').split(/[\\/]/))
  .sort();

describe('the help, at 80 columns,', () => {
  test.each([[[]], ...words.map((command) => [command])])(
    'of bbx %j is what it was',
    async (command) => {
      const { stdout, stderr, exitCode } = await run([...command, '--help'], {
        env: { COLUMNS: '80' },
      });
      expect(exitCode, stderr).toBe(0);
      const text = stdout.toString().replace(/bbx\/\S+ \S+ node-\S+/, 'bbx/VERSION PLATFORM NODE');
      expectGolden(`help/${command.join('-') || 'bbx'}.txt`, text);
      const prose = text.split('\n').filter((line) => !line.startsWith('  $ '));
      expect(prose.filter((line) => line.length > 80)).toEqual([]);
    },
  );
});
