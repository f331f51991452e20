import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Comment, PullRequest } from '../../../src/sandbox/world.ts';
import { authorization } from '../../sandbox/visit.ts';
import { PLAIN_GIT } from '../../support/git-server.ts';
import type { SandboxDesk } from '../../support/sandbox.ts';

const run = promisify(execFile);
const REPOSITORY = 'acme/backend-api';

/** Files by path; null takes one away. */
type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A clone from which somebody pushes to a pull request of the sandbox. */
export class PullDesk {
  /** Where it is cloned; gone when the test is over. */
  readonly folder = mkdtempSync(join(tmpdir(), 'bbx-pull-'));
  readonly branch = `review/${Math.random().toString(36).slice(2)}`;
  id = 0;
  private readonly desk: SandboxDesk;

  constructor(desk: SandboxDesk) {
    this.desk = desk;
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }));
  }

  /**
   * Opens a pull request that goes from some files to others.
   * @param before what the destination has, in a branch of its own
   */
  static async open(desk: SandboxDesk, before: Files, after: Files): Promise<PullDesk> {
    const pull = new PullDesk(desk);
    const base = `${pull.branch}-base`;
    await pull.git('clone', '-q', '-b', 'main', `${desk.sandbox.gitUrl}/${REPOSITORY}.git`, '.');
    await pull.git('switch', '-q', '-c', base);
    await pull.push(before, base);
    await pull.git('switch', '-q', '-c', pull.branch);
    await pull.push(after);
    await pull.create(base);
    return pull;
  }

  /** Commits files and pushes them. */
  async push(files: Files, branch = this.branch): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.folder, name);
      if (content === null) rmSync(path);
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '-m', 'Change');
    await this.git('push', '-q', 'origin', branch);
  }

  async git(...args: readonly string[]): Promise<void> {
    const { token } = this.desk.sandbox.credentials.full;
    const user = Buffer.from(`x-bitbucket-api-token-auth:${token}`).toString('base64');
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      ...PLAIN_GIT,
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${user}`,
    };
    await run('git', args, { cwd: this.folder, env });
  }

  /** As the sandbox keeps it. */
  get kept(): PullRequest {
    const repository = this.desk.sandbox.world.repositories.get('backend-api');
    const found = repository?.pullRequests.find(({ id }) => id === this.id);
    if (found === undefined) throw new Error(`there is no pull request ${this.id}`);
    return found;
  }

  /** Its comments: where each stands, and what it says. */
  get comments(): string[] {
    return this.kept.comments.filter(({ deleted }) => !deleted).map(said);
  }

  /** What its own author thinks of it, who is the one that the sandbox signs in. */
  get verdict(): string | null {
    return this.kept.participants.find(({ user }) => user.nickname === 'maya')?.state ?? null;
  }

  private async create(base: string): Promise<void> {
    const { url, credentials } = this.desk.sandbox;
    const title = 'To be reviewed';
    const branches = {
      source: { branch: { name: this.branch } },
      destination: { branch: { name: base } },
    };
    const answer = await fetch(`${url}/2.0/repositories/${REPOSITORY}/pullrequests`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: authorization(credentials.full),
      },
      body: JSON.stringify({ title, ...branches }),
    });
    const { id } = Object.assign({ id: 0 }, await answer.json());
    if (!answer.ok) throw new Error(`no pull request was made: HTTP ${answer.status}`);
    this.id = id;
  }
}

function said({ inline, raw }: Comment): string {
  if (inline === undefined) return raw;
  const { path, from, to, start_from, start_to } = inline;
  const start = start_to ?? start_from;
  const lines = `${start === undefined ? '' : `${start}-`}${to ?? from}`;
  return `${path}:${lines}${to === null ? ' old' : ''} ${raw}`;
}
