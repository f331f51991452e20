import { tryGit } from '../git/run-git.ts';
import { VERSION } from '../version.ts';
import type { Deps } from './deps.ts';
import { type Finding, fail, ok } from './finding.ts';

/** As package.json says under engines. */
const LEAST_NODE = '20.19.0';
/** GIT_CONFIG_COUNT, with which bbx keeps a token out of arguments and files, came with it. */
const LEAST_GIT = '2.31.0';

/** The Node that runs this. */
export async function checkNode(): Promise<Finding> {
  const { version, execPath } = process;
  const found = `${version} (${execPath})`;
  if (atLeast(version, LEAST_NODE)) return ok('Node', found);
  return fail('Node', found, `bbx needs Node ${LEAST_NODE} or newer: https://nodejs.org`, 6);
}

/** This bbx, and where it was started from. */
export async function checkBbx(): Promise<Finding> {
  return ok(
    'bbx',
    `${VERSION} (${process.argv[1] ?? 'no file'}), ${process.platform}-${process.arch}`,
  );
}

/** git, which clones and pulls. */
export async function checkGit({ cwd, config, signal }: Deps): Promise<Finding> {
  const { stdout } = await tryGit(['--version'], { cwd, env: config.environment, signal });
  const [version = ''] = /\d+(\.\d+)+/.exec(stdout) ?? [];
  if (atLeast(version, LEAST_GIT)) return ok('git', version);
  const remedy = `bbx needs git ${LEAST_GIT} or newer: https://git-scm.com/downloads`;
  return fail('git', version || 'it does not tell its version', remedy, 6);
}

/** git-lfs, which only some repositories need. */
export async function checkGitLfs({ cwd, config, signal }: Deps): Promise<Finding> {
  const { stdout, exitCode } = await tryGit(['lfs', 'version'], {
    cwd,
    env: config.environment,
    signal,
  });
  const [version] = /\d+(\.\d+)+/.exec(stdout) ?? [];
  if (exitCode === 0 && version) return ok('git-lfs', version);
  return ok('git-lfs', 'not installed; only repositories with large files (LFS) need it');
}

function atLeast(version: string, least: string): boolean {
  const parts = (text: string) => text.replace(/^v/, '').split('.').map(Number);
  const [have, want] = [parts(version), parts(least)];
  const at = want.findIndex((part, index) => part !== (have[index] ?? 0));
  return at < 0 || (have[at] ?? 0) > (want[at] ?? 0);
}
