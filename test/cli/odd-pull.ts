import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { PLAIN_GIT } from '../support/git-server.ts';

const run = promisify(execFile);

const LONG = Array.from({ length: 20 }, (_, n) => `line ${n}\n`).join('');
const LOCK = Array.from({ length: 1204 }, (_, n) => `  "package ${n}": "1.0.0"\n`).join('');

/** The files of one commit, by path; null removes. */
const BEFORE: Readonly<Record<string, Buffer | string>> = {
  'src/old name.ts': LONG,
  'src/plain.ts': 'const total = a + b;\n',
  'docs/windows.txt': 'one\r\ntwo\r\n',
  'docs/no-newline.txt': 'one\ntwo',
  'docs/latin.txt': Buffer.from('gr\xfcn\n', 'latin1'),
  'docs/gone.md': 'gone\n',
  'ä b/ö.txt': 'one\n',
  'logo.png': Buffer.from([137, 80, 78, 71, 0, 1]),
};
const AFTER: Readonly<Record<string, Buffer | string | null>> = {
  'src/new name.ts': LONG.replace('line 7\n', 'line seven\n'),
  'src/plain.ts': 'const sum = a + b;\n',
  'src/evil.ts': '// \u001b[2J\u001b]0;owned\u0007\u202e\n',
  'docs/windows.txt': 'one\r\nzwei\r\n',
  'docs/no-newline.txt': 'one\nzwei',
  'docs/latin.txt': Buffer.from('gr\xfcner\n', 'latin1'),
  'docs/gone.md': null,
  'ä b/ö.txt': 'two\n',
  'logo.png': Buffer.from([137, 80, 78, 71, 0, 2]),
  'package-lock.json': LOCK,
};

/** A branch with everything odd that a diff can hold. */
export interface OddBranch {
  /** What git itself writes, from the base. */
  readonly diff: (...options: string[]) => Buffer;
  readonly remove: () => void;
}

/** Makes the branches odd-base and odd, and pushes them to backend-api. */
export async function pushOddBranch({ gitUrl, credentials }: Sandbox): Promise<OddBranch> {
  const folder = mkdtempSync(join(tmpdir(), 'bbx-odd-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: { ...process.env, ...PLAIN_GIT } });
  git('init', '-q', '-b', 'odd-base');
  write(folder, BEFORE);
  git('add', '-A', '-f');
  git('commit', '-q', '-m', 'Before');
  git('checkout', '-q', '-b', 'odd');
  renameSync(join(folder, 'src/old name.ts'), join(folder, 'src/new name.ts'));
  write(folder, AFTER);
  git('add', '-A', '-f');
  git('commit', '-q', '-m', 'After');
  const login = Buffer.from(`x-bitbucket-api-token-auth:${credentials.full.token}`);
  const header = `http.extraHeader=Authorization: Basic ${login.toString('base64')}`;
  const url = `${gitUrl}/acme/backend-api.git`;
  const env = { ...process.env, ...PLAIN_GIT };
  // Not in step with this process: the sandbox that answers runs in it.
  await run('git', ['-c', header, 'push', '-q', url, 'odd-base', 'odd'], { cwd: folder, env });
  return {
    diff: (...options) => git('diff', '-M', 'odd-base', 'odd', ...options),
    remove: () => rmSync(folder, { recursive: true, maxRetries: 10 }),
  };
}

function write(folder: string, files: Readonly<Record<string, Buffer | string | null>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (content === null) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), content);
  }
}
