import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../core/answer.ts';
import { fullName } from '../../core/bitbucket/full-name.ts';
import type { JsonObject } from '../../core/bitbucket/json-object.ts';
import type { PullRequest, PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import { type PullRequestUpdate, sendUpdate } from '../../core/bitbucket/update-pull-request.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import type { Planned } from '../../core/operation.ts';
import { done } from './done.ts';
import { checkBase } from './edit-base.ts';
import { reviewerNames, updateWith } from './edit-reviewers.ts';
import { textGiven } from './text-given.ts';

/** What a person or an agent asks for. */
export interface EditInput {
  readonly pr?: string | undefined;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyFile?: string | undefined;
  readonly base?: string | undefined;
  readonly addReviewer?: readonly string[] | undefined;
  readonly removeReviewer?: readonly string[] | undefined;
  readonly draft?: boolean | undefined;
  readonly ready?: boolean | undefined;
  readonly closeSourceBranch?: boolean | undefined;
  readonly keepSourceBranch?: boolean | undefined;
}

/**
 * Works out an edit on the pull request as it stands; performing it starts from how it stands then,
 * so that what somebody else changes in between stays.
 * @throws BbxError USAGE when nothing is asked for, NOT_FOUND for a target branch that is not there,
 *   BAD_REQUEST for a pull request that is closed
 */
export async function planEdit(input: EditInput, context: Context): Promise<Planned> {
  const wanted = await wantedOf(input, context);
  const name = await pullRequestName(input.pr, context);
  if (input.base !== undefined) await checkBase(context, name, input.base);
  const people = reviewerNames(input, name, context);
  const work = () => updateWith(wanted, people, name, context);
  const update = await work();
  return {
    preview: previewOf(name, update),
    perform: async () =>
      update.changed.length === 0 ? unchanged(name) : await perform(name, work, update, context),
  };
}

async function perform(
  name: PullRequestName,
  work: () => Promise<PullRequestUpdate>,
  planned: PullRequestUpdate,
  context: Context,
): Promise<Answer> {
  const update = await work();
  if (update.before.updatedOn !== planned.before.updatedOn)
    context.note('It was changed in between; that change is kept.');
  if (update.changed.length === 0) return unchanged(name);
  const after = await sendUpdate(context, name, update);
  const [old, now] = [valuesOf(update.before), valuesOf(after)];
  const untaken = update.changed.filter((field) => isDeepStrictEqual(old[field], now[field]));
  const left = `Bitbucket left as it was: ${untaken.map(word).join(', ')}.`;
  if (untaken.length === update.changed.length)
    throw new BbxError('CONFLICT', left, { hint: 'Look at it in the browser; try again.' });
  if (untaken.length > 0) context.note(left);
  const changed = update.changed.filter((field) => !untaken.includes(field));
  return done(
    `Changed ${changed.map(word).join(', ')} of pull request ${name.id} in ${fullName(name)}.`,
    { ...named(name), changed, ...shown(after, changed) },
  );
}

const named = (name: PullRequestName) => ({ id: name.id, repository: fullName(name) });

const unchanged = (name: PullRequestName): Answer =>
  done(`Nothing to change: pull request ${name.id} of ${fullName(name)} is already so.`, {
    ...named(name),
    changed: [],
  });

const previewOf = (name: PullRequestName, { body, changed }: PullRequestUpdate): Answer => ({
  kind: 'data',
  data: { dry_run: true, ...named(name), changed, ...(changed.length > 0 && { body }) },
});

const word = (field: string) => WORDS[field] ?? field;

const WORDS: Readonly<Record<string, string>> = {
  'destination.branch.name': 'target branch',
  close_source_branch: 'closing of the branch',
};

type Values = Readonly<Record<string, unknown>>;

/** What can be edited, by the names that Bitbucket's PUT has. */
const valuesOf = (pr: PullRequest): Values => ({
  title: pr.title,
  description: pr.description,
  reviewers: pr.reviewers.map(({ name }) => name),
  'destination.branch.name': pr.destination.branch,
  draft: pr.draft,
  close_source_branch: pr.closeSourceBranch,
});

/** The changed fields as they are now; a description is long, and known to who wrote it. */
function shown(pr: PullRequest, changed: readonly string[]): Values {
  const values = valuesOf(pr);
  const told = changed.filter((field) => field !== 'description');
  return Object.fromEntries(told.map((field) => [NAMES[field] ?? field, values[field]]));
}

const NAMES: Readonly<Record<string, string>> = { 'destination.branch.name': 'destination' };

/** The fields that do not depend on how it stands. */
async function wantedOf(input: EditInput, context: Context): Promise<JsonObject> {
  const { title, body, bodyFile, base, addReviewer, removeReviewer } = input;
  const description =
    body === '' ? '' : await textGiven({ text: body, file: bodyFile, name: 'body' }, context);
  const draft = oneOf(input.draft, input.ready, 'draft', 'ready');
  const closes = oneOf(input.closeSourceBranch, input.keepSourceBranch, 'close', 'keep');
  if (title?.trim() === '') throw usage('A pull request needs a title.', 'Give some words.');
  const wanted = {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(base !== undefined && { destination: { branch: { name: base } } }),
    ...(draft !== undefined && { draft }),
    ...(closes !== undefined && { close_source_branch: closes }),
  };
  const people = (addReviewer?.length ?? 0) + (removeReviewer?.length ?? 0);
  if (Object.keys(wanted).length > 0 || people > 0) return wanted;
  throw usage('Nothing to change is named.', 'Name what to change, such as a title or a reviewer.');
}

/** Agents have one switch, true or false; flags are two words for the same. */
function oneOf(yes: boolean | undefined, no: boolean | undefined, one: string, other: string) {
  if (no !== true) return yes;
  if (yes === true) throw usage(`${one} and ${other} exclude each other.`, 'Give one of them.');
  return false;
}

const usage = (message: string, hint: string) => new BbxError('USAGE', message, { hint });
