import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { lacks } from '../support/needs.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const folder = mkdtempSync(join(tmpdir(), 'bbx-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

/** What git itself has. */
function inGit(...args: string[]): Buffer {
  const repository = desk.sandbox.world.repositories.get('backend-api');
  return execFileSync('git', ['-C', repository?.git.directory ?? '', ...args]);
}

describe.skipIf(lacks('git'))(
  'a file arrives as git has it, on a pipe and in a file (D2, D4, D5)',
  () => {
    test.each([
      ['a JSON file with 1.0 and a large number', 'config/limits.json'],
      ['a PNG', 'assets/logo.png'],
      ['Latin-1', 'docs/noms.txt'],
      ['CRLF', 'docs/windows-setup.txt'],
      ['a name with spaces', 'docs/a file with spaces.md'],
      ['a source file', 'src/auth/jwt.ts'],
    ])('%s', async (_, path) => {
      const expected = inGit('show', `main:${path}`);
      const piped = await desk.bbx(['get', `${REPO}/src/main/${path}`]);
      expect(piped.stderr).toBe('');
      expect(piped.stdout.equals(expected)).toBe(true);
      const file = join(folder, 'saved');
      await desk.bbx(['get', `${REPO}/src/main/${path}`, '--save', file]);
      expect(readFileSync(file).equals(expected)).toBe(true);
    });

    test('and so does a diff', async () => {
      const { stdout, stderr } = await desk.bbx(['get', `${REPO}/pullrequests/42/diff`]);
      expect(stderr).toBe('');
      expect(stdout.toString()).toMatch(/^diff --git a\//);
      const head = (
        await desk.bbx([
          'get',
          `${REPO}/pullrequests/42`,
          '--jq',
          'source.commit.hash',
          '-o',
          'raw',
        ])
      ).stdout
        .toString()
        .trim();
      const base = inGit('merge-base', 'main', head).toString().trim();
      const numbers = (diff: string) =>
        diff
          .split('\n')
          .filter((line) => /^[+-]/.test(line))
          .join('\n');
      expect(numbers(stdout.toString())).toBe(numbers(inGit('diff', base, head).toString()));
    });

    test('whatever -o says', async () => {
      const expected = inGit('show', 'main:config/limits.json');
      for (const format of ['json', 'toon', 'raw']) {
        const { stdout } = await desk.bbx([
          'get',
          `${REPO}/src/main/config/limits.json`,
          '-o',
          format,
        ]);
        expect(stdout.equals(expected)).toBe(true);
      }
    });

    test('though a JSON file can be filtered', async () => {
      expect(
        json(await desk.bbx(['get', `${REPO}/src/main/config/limits.json`, '--jq', 'paths'])),
      ).toEqual(['/a/b', 'é']);
      const text = await desk.bbx(['get', `${REPO}/src/main/README.md`, '--jq', 'a']);
      expect(text.exitCode).toBe(3);
      expect(text.stderr).toContain('--jq reads JSON');
    });

    test('a folder is a list', async () => {
      expect(
        json(await desk.bbx(['get', `${REPO}/src/main/docs/`, '--jq', 'values[].path'])),
      ).toContain('docs/noms.txt');
    });
  },
);

describe('a file goes up', () => {
  test('as a commit through /src, and reads back identical', async () => {
    const bytes = Buffer.from(Array.from({ length: 700 }, (_, index) => (index * 7) % 256));
    writeFileSync(join(folder, 'new.bin'), bytes);
    const form = [
      '--form',
      'message=Add a file',
      '--form',
      'branch=main',
      '--form',
      'bin/new.bin=@new.bin',
    ];
    const ran = await desk.bbx(['post', './src', '-R', 'acme/frontend', ...form], { cwd: folder });
    expect(ran.stderr).toBe('');
    expect(json(ran)).toMatchObject({ done: true, status: 201 });
    const read = await desk.bbx(['get', './src/main/bin/new.bin', '-R', 'acme/frontend']);
    expect(read.stdout.equals(bytes)).toBe(true);
  });

  test('as a download, and comes back through the redirect without the credential', async () => {
    writeFileSync(join(folder, 'build.zip'), Buffer.from('PK\u0003\u0004\u0000\u00ff', 'latin1'));
    const up = await desk.bbx(['post', `${REPO}/downloads`, '--form', 'files=@build.zip'], {
      cwd: folder,
    });
    expect(up.exitCode, up.stderr).toBe(0);
    const down = await desk.bbx(['get', `${REPO}/downloads/build.zip`]);
    expect(down.stdout.equals(readFileSync(join(folder, 'build.zip')))).toBe(true);
    const storage = desk.requests.filter(({ server }) => server === 'storage');
    expect(storage).toHaveLength(1);
    expect(storage[0]?.headers.authorization).toBeUndefined();
  });
});
