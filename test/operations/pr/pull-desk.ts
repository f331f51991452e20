import { commitStream, fastImport } from '../../../src/sandbox/git/fast-import.ts';
import { branchTip, setRef } from '../../../src/sandbox/git/refs.ts';
import type { Comment, PullRequest, Repository } from '../../../src/sandbox/world.ts';
import { authorization } from '../../sandbox/visit.ts';
import type { SandboxDesk } from '../../support/sandbox.ts';

const REPOSITORY = 'acme/backend-api';

/** Files by path; null takes one away. */
type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A pull request of the sandbox that a test opened, and its branch. */
export class PullDesk {
  readonly branch = `review/${Math.random().toString(36).slice(2)}`;
  id = 0;
  private readonly desk: SandboxDesk;

  constructor(desk: SandboxDesk) {
    this.desk = desk;
  }

  /**
   * Opens a pull request that goes from some files to others.
   * @param before what the destination has, in a branch of its own
   */
  static async open(desk: SandboxDesk, before: Files, after: Files): Promise<PullDesk> {
    const pull = new PullDesk(desk);
    const base = `${pull.branch}-base`;
    const main = await branchTip(pull.repository.git, 'main');
    await pull.commits(base, before, main);
    await pull.commits(pull.branch, after, await branchTip(pull.repository.git, base));
    await pull.create(base);
    return pull;
  }

  /** Puts files onto its branch, or another one, as somebody's push brings them. */
  async push(files: Files, branch = this.branch): Promise<void> {
    await this.commits(branch, files, await branchTip(this.repository.git, branch));
  }

  private async commits(branch: string, files: Files, parent: string | undefined): Promise<void> {
    const { clock } = this.desk.sandbox.world;
    const commit = {
      ...{ ref: `refs/heads/${branch}`, parent, message: 'Change', date: new Date(clock.tick()) },
      author: { name: 'Ann', email: 'ann@example.com' },
      files: Object.fromEntries(
        Object.entries(files).map(([path, content]) => [path, content && Buffer.from(content)]),
      ),
    };
    await fastImport(this.repository.git, commitStream(commit));
  }

  private get repository(): Repository {
    const found = this.desk.sandbox.world.repositories.get('backend-api');
    if (found === undefined) throw new Error('the sandbox has backend-api');
    return found;
  }

  /** Moves its branch to where the destination is, or takes it away. */
  async moveBranch(to: 'base' | 'nowhere'): Promise<void> {
    const { git } = this.repository;
    const tip = to === 'base' ? await branchTip(git, `${this.branch}-base`) : undefined;
    await setRef(git, `refs/heads/${this.branch}`, tip);
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
