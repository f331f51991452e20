import type { Context } from '../context.ts';
import { BbxError } from '../errors.ts';
import { call } from './call.ts';
import type { JsonObject } from './json-object.ts';
import { mergeForUpdate } from './merge-for-update.ts';
import {
  type PullRequest,
  type PullRequestName,
  pullRequestOf,
  pullRequestPath,
  readPullRequestJson,
} from './pull-request.ts';
import { updatableAt } from './updatable.ts';

/** What an update would send, and in which fields it differs from what is there. */
export interface PullRequestUpdate {
  readonly before: PullRequest;
  /** Empty when it is so already. */
  readonly changed: readonly string[];
  readonly body: JsonObject;
}

/**
 * Works out an update: PUT forgets what it is not sent (reviewers, the description), so the whole is
 * read and the changes are merged into it.
 * @param changes fields to change, nested or dotted, as `mergeForUpdate` takes them; a function
 *   makes them of how it stands
 * @throws BbxError NOT_FOUND, BAD_REQUEST for one that is closed, and as `mergeForUpdate`
 */
export async function planUpdate(
  context: Context,
  name: PullRequestName,
  changes: JsonObject | ((before: PullRequest) => Promise<JsonObject>),
): Promise<PullRequestUpdate> {
  const data = await readPullRequestJson(context, name);
  const before = pullRequestOf(data);
  const resource = updatableAt(pullRequestPath(name));
  if (resource === undefined) throw new Error('pull requests can be updated');
  const wanted = typeof changes === 'function' ? await changes(before) : changes;
  const { body, changed } = mergeForUpdate(resource, data, wanted);
  if (changed.length > 0 && before.state !== 'OPEN') {
    throw new BbxError(
      'BAD_REQUEST',
      `Pull request ${name.id} is ${before.state.toLowerCase()}: only an open one can be changed.`,
      { hint: `Nothing was sent. Its page: ${before.url}` },
    );
  }
  return { before, changed, body };
}

/**
 * Sends an update that was worked out. A PUT that lost its answer may be sent again: it says the
 * same twice.
 * @returns the pull request as it is now
 * @throws BbxError BAD_REQUEST in Bitbucket's words, and as `call`
 */
export async function sendUpdate(
  context: Context,
  name: PullRequestName,
  { before, body }: PullRequestUpdate,
): Promise<PullRequest> {
  try {
    return pullRequestOf(await call(context, 'PUT', pullRequestPath(name), { body }));
  } catch (error) {
    throw refused(error, before);
  }
}

/** What was sent is the work of bbx: only what Bitbucket says of it tells anything. */
function refused(error: unknown, { id, url }: PullRequest): unknown {
  if (!(error instanceof BbxError) || error.code !== 'BAD_REQUEST') return error;
  const { status, server = 'no reason given' } = error;
  return new BbxError('BAD_REQUEST', `Bitbucket refuses to change pull request ${id}: ${server}`, {
    hint: `Change what it names, and look at it: ${url}`,
    ...{ status, server, cause: error },
  });
}
