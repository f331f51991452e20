import type { Context } from '../context.ts';
import { path, readList } from './call.ts';
import { textAt } from './json-object.ts';
import type { RepositoryName } from './web-address.ts';

/** A commit's message, cut where git cuts it. */
export interface CommitWords {
  readonly subject: string;
  /** What follows the subject; "" where nothing does. */
  readonly body: string;
}

/** Commits that are read at most: no pull request is described by more. */
const MOST = 100;

/**
 * Reads the commits that one commit has and another one lacks, newest first, merges left out.
 * @param between.has whole hash, in this repository
 * @param between.lacks whole hash
 * @returns their messages, and how many there are, merges included
 * @throws BbxError NOT_FOUND when the repository does not know one of them, and as `call`
 */
export async function newCommits(
  context: Context,
  { workspace, repo }: RepositoryName,
  between: { readonly has: string; readonly lacks: string },
): Promise<{ words: CommitWords[]; count: number; more: boolean }> {
  const { data, partial } = await readList(
    context,
    path`/repositories/${workspace}/${repo}/commits`,
    {
      query: [
        ['include', between.has],
        ['exclude', between.lacks],
        ['pagelen', String(MOST)],
        ['fields', 'next,values.message,values.parents.hash'],
      ],
      limit: MOST,
    },
  );
  const words = data.values.filter((value) => !isMerge(value)).map(wordsOf);
  return { words, count: data.values.length, more: partial };
}

const isMerge = (value: unknown) => Object.assign({ parents: [] }, value).parents.length > 1;

function wordsOf(value: unknown): CommitWords {
  const [subject = '', ...rest] = textAt(value, 'message').trim().split('\n');
  return { subject: subject.trim(), body: rest.join('\n').trim() };
}
