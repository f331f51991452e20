import { formBody } from '../body.ts';
import { badRequest, conflict } from '../errors.ts';
import { commitStream, fastImport } from '../git/fast-import.ts';
import { branchTip } from '../git/refs.ts';
import type { Part } from '../multipart.ts';
import { repositoryApi } from '../render/links.ts';
import { actor, type Call, type Reply, type Route, repositoryOf, route } from '../route.ts';
import type { Repository } from '../world.ts';

const META = new Set(['message', 'author', 'parents', 'files', 'branch']);

/**
 * The files of a form: a field named by a path sets that file, a path under `files` without a
 * field of its own removes it.
 */
function filesIn(parts: readonly Part[]): Record<string, Buffer | null> {
  const files: Record<string, Buffer | null> = {};
  for (const part of parts) {
    if (part.name === 'files' && part.filename === undefined)
      files[clean(part.bytes.toString())] ??= null;
    else if (part.filename !== undefined || !META.has(part.name))
      files[clean(part.name)] = part.bytes;
  }
  return files;
}

function clean(path: string): string {
  const plain = path.replace(/^\/+/, '');
  const wrong = plain === '' || plain.split('/').some((part) => /^(?:\.{0,2}|\.git)$/.test(part));
  if (wrong) throw badRequest('Bad request', { files: [`Invalid path: ${path}`] });
  return plain;
}

async function commit(call: Call): Promise<Reply> {
  const repository = repositoryOf(call);
  const parts = formBody(call);
  const field = (name: string) => parts.find((part) => part.name === name)?.bytes.toString();
  const files = filesIn(parts);
  if (Object.keys(files).length === 0 && field('branch') === undefined) {
    throw badRequest('No files to commit.');
  }
  const branch = field('branch') ?? repository.mainbranch ?? 'main';
  const parent = await parentOf(repository, branch, field('parents'));
  const person = actor(call);
  const given = /^(.*?) <(.*)>$/.exec(field('author') ?? '');
  const author = { name: given?.[1] ?? person.displayName, email: given?.[2] ?? person.email };
  const date = new Date(call.world.clock.tick());
  const message =
    field('message') ?? `${Object.keys(files)[0] ?? branch} edited online with Bitbucket`;
  const ref = `refs/heads/${branch}`;
  await fastImport(repository.git, commitStream({ ref, author, date, message, parent, files }));
  repository.mainbranch ??= branch;
  const made = (await branchTip(repository.git, branch)) ?? '';
  const location = `${repositoryApi(call.world, repository)}/commit/${made}`;
  return { status: 201, bytes: Buffer.alloc(0), headers: { location } };
}

/** The tip of the branch, or of the main branch for a new one; what the form names has to be it. */
async function parentOf(
  repository: Repository,
  branch: string,
  given: string | undefined,
): Promise<string | undefined> {
  const tip = await branchTip(repository.git, branch);
  if (given !== undefined && tip !== undefined && !tip.startsWith(given)) {
    throw conflict(`The branch ${branch} has moved: ${given} is not its tip.`);
  }
  return tip ?? given ?? (await branchTip(repository.git, repository.mainbranch ?? ''));
}

/** Committing files through a form. */
export const SOURCE_COMMIT: readonly Route[] = [route('POST R/src', 'write:repository', commit)];
