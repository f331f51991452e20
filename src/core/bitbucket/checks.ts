import type { Context } from '../context.ts';
import { readList } from './call.ts';
import { textAt } from './json-object.ts';
import { type PullRequestName, pullRequestPath } from './pull-request.ts';

/** What a build or another check says of the source's last commit. Names are other people's text. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly description: string;
  /** Where the check tells more. */
  readonly url: string;
}

export type CheckState = 'successful' | 'failed' | 'in_progress' | 'stopped';

const STATES: Readonly<Record<string, CheckState>> = {
  SUCCESSFUL: 'successful',
  FAILED: 'failed',
  INPROGRESS: 'in_progress',
  STOPPED: 'stopped',
};

const FIELDS = 'next,values.name,values.key,values.state,values.description,values.url';

/**
 * Reads the checks of a pull request.
 * @throws BbxError as `call`
 */
export async function readChecks(context: Context, name: PullRequestName): Promise<Check[]> {
  const { data } = await readList(context, `${pullRequestPath(name)}/statuses`, {
    query: [
      ['pagelen', '100'],
      ['fields', FIELDS],
    ],
  });
  return data.values.map((value) => ({
    name: textAt(value, 'name') || textAt(value, 'key'),
    state: STATES[textAt(value, 'state')] ?? 'in_progress',
    description: textAt(value, 'description'),
    url: textAt(value, 'url'),
  }));
}
