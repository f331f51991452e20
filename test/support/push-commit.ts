import { commitStream, fastImport } from '../../src/sandbox/git/fast-import.ts';
import { branchTip } from '../../src/sandbox/git/refs.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Puts a commit onto a branch of backend-api, as somebody's push brings it. */
export async function pushCommit({ world }: Sandbox, branch: string): Promise<void> {
  const repository = world.repositories.get('backend-api');
  if (repository === undefined) throw new Error('the sandbox has backend-api');
  const parent = await branchTip(repository.git, branch);
  const date = new Date(world.clock.tick());
  const author = { name: 'Ann', email: 'ann@example.com' };
  const files = { 'docs/pushed.md': Buffer.from(`pushed at ${date.toISOString()}\n`) };
  const ref = `refs/heads/${branch}`;
  const message = 'Push';
  await fastImport(repository.git, commitStream({ ref, author, date, message, parent, files }));
}
