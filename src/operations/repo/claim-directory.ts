import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BbxError } from '../../core/errors.ts';

/**
 * Makes the folder that git will fill, or takes an empty one, and remembers what was there.
 * A folder with content is left to git, which refuses it in its own words.
 * @param directory absolute
 * @returns a function that takes back all that was made since, and nothing that was there before
 * @throws BbxError FILE when the folder cannot be made
 */
export async function claimDirectory(directory: string): Promise<() => Promise<void>> {
  const parent = dirname(directory);
  let firstMade: string | undefined;
  try {
    firstMade = await mkdir(parent, { recursive: true });
    await mkdir(directory);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return await claimExisting(directory);
    await removeEmpty(parent, firstMade);
    throw new BbxError('FILE', `${directory} cannot be made (${String(code)}).`, {
      hint: 'Name a folder that you may write to.',
      cause: error,
    });
  }
  return async () => {
    await remove(directory);
    await removeEmpty(parent, firstMade);
  };
}

async function claimExisting(directory: string): Promise<() => Promise<void>> {
  const before = await readdir(directory).catch(() => undefined);
  if (before?.length !== 0) return async () => {};
  return async () => {
    for (const name of await readdir(directory)) await remove(join(directory, name));
  };
}

/** A child of git that is being stopped may still write once, hence the retries. */
const remove = (path: string) =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });

/** Removes `from` and the folders above it up to `upTo`, as long as they are empty. */
async function removeEmpty(from: string, upTo: string | undefined): Promise<void> {
  if (upTo === undefined) return;
  for (let folder = from; folder.length >= upTo.length; folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
