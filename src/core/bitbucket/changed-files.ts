import type { Context } from '../context.ts';
import { readList } from './call.ts';
import { numberAt, textAt } from './json-object.ts';
import { missingDiff } from './missing-diff.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** A file that a pull request changes, without its lines. */
export interface ChangedFile {
  /** Where it is now, or where it was when it is removed. Other people's text. */
  readonly path: string;
  /** Where it was, when that differs. */
  readonly oldPath: string | undefined;
  /** In Bitbucket's words: added, removed, modified, renamed, or what became of a conflict. */
  readonly status: string;
  /** Lines; 0 for a binary file. */
  readonly added: number;
  readonly removed: number;
}

/**
 * Lists the files that a pull request changes, all pages of it: a fraction of what its diff weighs.
 * Bitbucket redirects to /diffstat/{spec}, 500 files a page.
 * @throws BbxError as readList, NOT_FOUND with what is missing
 */
export async function listChangedFiles(
  context: Context,
  name: PullRequestName,
): Promise<ChangedFile[]> {
  try {
    const { data } = await readList(context, `${pullRequestPath(name)}/diffstat`);
    return data.values.map(changedFileOf);
  } catch (error) {
    throw await missingDiff(error, context, name);
  }
}

function changedFileOf(data: unknown): ChangedFile {
  const [old, now] = [textAt(data, 'old.path'), textAt(data, 'new.path')];
  return {
    path: now || old,
    oldPath: now !== '' && old !== '' && now !== old ? old : undefined,
    status: textAt(data, 'status'),
    added: numberAt(data, 'lines_added') ?? 0,
    removed: numberAt(data, 'lines_removed') ?? 0,
  };
}
