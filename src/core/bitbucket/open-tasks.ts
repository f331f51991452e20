import type { Context } from '../context.ts';
import { readList } from './call.ts';
import { numberAt, textAt } from './json-object.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** Something that is still to be done before merging. */
export interface OpenTask {
  readonly id: number;
  /** Markdown, written by others. */
  readonly text: string;
  /** The comment that it belongs to. */
  readonly comment: number | undefined;
}

/**
 * Reads the tasks of a pull request that nobody has resolved yet.
 * @throws BbxError as `call`
 */
export async function readOpenTasks(context: Context, name: PullRequestName): Promise<OpenTask[]> {
  const { data } = await readList(context, `${pullRequestPath(name)}/tasks`, {
    query: [['pagelen', '100']],
  });
  return data.values
    .filter((value) => textAt(value, 'state') === 'UNRESOLVED')
    .map((value) => ({
      id: numberAt(value, 'id') ?? 0,
      text: textAt(value, 'content.raw'),
      comment: numberAt(value, 'comment.id'),
    }));
}
