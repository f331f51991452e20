import { execFileSync } from 'node:child_process';
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

  git(...args: readonly string[]): Buffer {
    const env = { PATH: process.env.PATH, HOME: this.path, ...PLAIN_GIT };
    return execFileSync('git', args, { cwd: this.path, env, maxBuffer: 2 ** 28 });
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

  remove(): void {
    rmSync(this.path, { recursive: true, maxRetries: 5 });
  }
}
