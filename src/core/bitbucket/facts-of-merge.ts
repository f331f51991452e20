import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import type { Facts } from './facts-of.ts';
import { namesIn } from './full-name.ts';
import { getAt, textAt } from './json-object.ts';
import { readMergeStrategies } from './merge-strategies.ts';
import { pullRequestOf } from './pull-request.ts';

/**
 * What a merge does besides merging: how it is done, what becomes of the source branch, and how many
 * tasks are open. What the body leaves out the pull request says (`close_source_branch`), and the
 * destination (`default_merge_strategy`), which costs a request unless the pull request has it.
 * @param pull the pull request as a GET answers it; undefined where nobody may read it
 * @param body what is sent with the merge: undefined for nothing, a text for what nobody can read
 * @throws BbxError as `call`; none where the destination may not be read
 */
export async function factsOfMerge(context: Context, pull: unknown, body: unknown): Promise<Facts> {
  const tasks = getAt(pull, 'task_count');
  return {
    strategy: await strategyOf(context, pull, body),
    source_branch: `${textAt(pull, 'source.branch.name') || 'it'} ${fateOf(pull, body)}`,
    ...(typeof tasks === 'number' && tasks > 0 && { open_tasks: tasks }),
  };
}

/** A branch's name holds no space: it cannot say anything else here. */
function fateOf(pull: unknown, body: unknown): string {
  if (typeof body === 'string') return MAY;
  const said = getAt(body, 'close_source_branch') ?? getAt(pull, 'close_source_branch');
  if (said === true) return 'is deleted';
  return said === false ? 'stays' : MAY;
}

const MAY = 'may be deleted';

async function strategyOf(context: Context, pull: unknown, body: unknown): Promise<string> {
  if (typeof body === 'string') return 'as the body says';
  const asked = getAt(body, 'merge_strategy') ?? undefined;
  if (asked !== undefined) return typeof asked === 'string' ? asked : JSON.stringify(asked);
  const branch = textAt(pull, 'destination.branch.name') || 'the destination';
  const known = textAt(pull, 'destination.branch.default_merge_strategy');
  const standard = known || (await standardOf(context, pull));
  return standard === undefined
    ? `the default of ${branch}`
    : `${standard}, the default of ${branch}`;
}

async function standardOf(context: Context, pull: unknown): Promise<string | undefined> {
  const name = namesIn(textAt(pull, 'destination.repository.full_name'));
  if (name === undefined) return undefined;
  const pr = pullRequestOf(pull);
  try {
    return (await readMergeStrategies(context, { ...name, id: pr.id }, pr)).standard;
  } catch (error) {
    if (error instanceof BbxError && error.code === 'POLICY') return undefined;
    throw error;
  }
}
