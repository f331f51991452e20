import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLAIN_GIT } from '../../support/git-server.ts';

/** A repository in a folder of its own, and real git in it. */
export class GitFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'bbx-diff-'));

  constructor() {
    this.git('init', '-q');
  }

  /** What git writes. */
  git(...args: readonly string[]): Buffer {
    const { status, stdout, stderr } = this.run(...args);
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  private run(...args: readonly string[]) {
    const env = { PATH: process.env.PATH, HOME: this.path, ...PLAIN_GIT };
    return spawnSync('git', args, { cwd: this.path, env, maxBuffer: 2 ** 28 });
  }

  /** Commits all files of the folder as they are, and gives it a tag. */
  commit(tag: string): void {
    this.git('add', '-A', '-f');
    this.git('commit', '-q', '--allow-empty', '-m', tag);
    this.git('tag', tag);
  }

  /** A file's bytes in a commit; none when it is not there. */
  file(tag: string, path: string | undefined): Buffer {
    if (path === undefined) return Buffer.alloc(0);
    return this.git('cat-file', 'blob', `${tag}:${path}`);
  }

  /** Whether a path that need not be there is ignored. */
  ignores(path: string): boolean {
    return this.run('check-ignore', '-q', '--no-index', path).status === 0;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, maxRetries: 10 });
  }
}
