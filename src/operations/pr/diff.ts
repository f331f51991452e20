import * as z from 'zod/mini';
import type { Answer, DataAnswer, Screen } from '../../core/answer.ts';
import { type ChangedFile, listChangedFiles } from '../../core/bitbucket/changed-files.ts';
import { openDiff } from '../../core/bitbucket/open-diff.ts';
import type { PullRequestName } from '../../core/bitbucket/pull-request.ts';
import { pullRequestName } from '../../core/bitbucket/pull-request-name.ts';
import type { Context } from '../../core/context.ts';
import { BbxError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { PULL_REQUEST, REPOSITORY } from '../used-paths.ts';
import { pullRequestFields } from './fields.ts';
import { safe } from './short-lines.ts';

const flag = (description: string) => z.optional(z.boolean().check(z.describe(description)));
const globs = (description: string) =>
  z.optional(z.array(z.string()).check(z.describe(description)));

const input = z.strictObject({
  ...pullRequestFields,
  paths: globs('Globs of files to show, as in .gitignore: src/**, *.ts at any depth; default all'),
  exclude: globs('Globs of files to leave out'),
  stat: flag('The changed files with their counts of lines, in place of the diff'),
  nameOnly: flag('Only the paths of the changed files'),
  generated: flag('Show the lines of lock files and other generated files too'),
});

type Input = z.infer<typeof input>;
type Named = Pick<ChangedFile, 'path' | 'oldPath'>;
type Takes = (file: Named) => boolean;

/** What a pull request changes: for people to read, and for programs as git wrote it. */
export const diff = defineOperation({
  name: 'pr diff',
  summary: 'Show what a pull request changes',
  description:
    'Gives the unified diff of a pull request, or of the files that globs name. stat and nameOnly answer with the files alone, for a fraction of the bytes: begin with them where a pull request may be large, then name paths or exclude some.',
  examples: [
    'pr diff',
    'pr diff 42',
    'pr diff 42 "src/**" "*.md" --exclude "*.snap"',
    'pr diff "*.ts" --stat',
    'pr diff 42 --name-only',
  ],
  effect: 'read',
  input,
  uses: [
    { endpoint: `GET ${PULL_REQUEST}/diff`, unless: ['stat', 'nameOnly'] },
    { endpoint: `GET ${REPOSITORY}/diff/{spec}`, redirected: true },
    { endpoint: `GET ${PULL_REQUEST}/diffstat`, when: ['stat', 'nameOnly'] },
  ],
  positional: ['pr', 'paths'],
  short: { repo: 'R' },
  terminalOnly: ['generated'],
  run: async (given, context) => {
    const asked = withPath(given);
    if (asked.stat && asked.nameOnly) throw both();
    const name = await pullRequestName(asked.pr, context);
    const takes = await chosen(asked);
    if (asked.nameOnly) return await names(name, takes, context);
    if (asked.stat) return await counts(name, takes, context);
    return await lines(name, takes, asked.generated ?? false, context);
  },
});

/** What holds a sign of a glob is no branch (git forbids it) and no number: a path is meant. */
function withPath(given: Input): Input {
  const { pr, paths = [] } = given;
  if (pr === undefined || !/[*?[]/.test(pr) || /^https?:/i.test(pr)) return given;
  return { ...given, pr: undefined, paths: [pr, ...paths] };
}

const both = () =>
  new BbxError('USAGE', 'Both --stat and --name-only are given.', { hint: 'Give one of them.' });

/** A renamed file is also found where it was. Undefined: all files are wanted. */
async function chosen({ paths = [], exclude = [] }: Input): Promise<Takes | undefined> {
  if (paths.length + exclude.length === 0) return undefined;
  const { matchPath } = await import('../../core/diff/match-path.ts');
  const fits = matchPath(paths, exclude);
  return ({ path, oldPath }) => fits(path) || (oldPath !== undefined && fits(oldPath));
}

async function changed(
  name: PullRequestName,
  takes: Takes | undefined,
  context: Context,
): Promise<readonly ChangedFile[]> {
  const all = await listChangedFiles(context, name);
  const files = takes ? all.filter(takes) : all;
  if (files.length === 0) context.note(nothing(all.length));
  return files;
}

const nothing = (all: number) =>
  all === 0
    ? 'The pull request changes no file.'
    : `None of the ${all} changed file${all === 1 ? '' : 's'} fits the globs.`;

async function names(name: PullRequestName, takes: Takes | undefined, context: Context) {
  const files = await changed(name, takes, context);
  const values = files.map(({ path }) => path);
  return {
    kind: 'data',
    data: { values, size: values.length },
    lines: values,
    text: async () => values.map(safe).join('\n'),
  } satisfies DataAnswer;
}

async function counts(
  name: PullRequestName,
  takes: Takes | undefined,
  context: Context,
): Promise<DataAnswer> {
  const files = await changed(name, takes, context);
  const values = files.map(({ path, oldPath, status, added, removed }) => ({
    path,
    ...(oldPath !== undefined && { old_path: oldPath }),
    status,
    added,
    removed,
  }));
  const text = async ({ width, colour }: Screen) => {
    const { diffStat } = await import('../../core/diff/diff-stat.ts');
    const { diffColours } = await import('../../core/output/diff-colours.ts');
    const counted = files.map((file) => ({ ...file, binary: false }));
    return diffStat(counted, width, await diffColours(colour));
  };
  return { kind: 'data', data: { values, size: values.length }, text };
}

async function lines(
  name: PullRequestName,
  takes: Takes | undefined,
  generated: boolean,
  context: Context,
): Promise<Answer> {
  const answer = await openDiff(context, name);
  const { body } = answer;
  const text = async ({ colour }: Screen) => {
    const { parseDiff } = await import('../../core/diff/parse-diff.ts');
    const { formatDiff } = await import('../../core/diff/format-diff.ts');
    const { diffColours } = await import('../../core/output/diff-colours.ts');
    const all = await parseDiff(body);
    const files = takes ? all.filter(takes) : all;
    if (files.length === 0) context.note(nothing(all.length));
    return formatDiff(files, { paint: await diffColours(colour), generated });
  };
  if (takes === undefined) return { ...answer, text };
  return { ...answer, body: selected(body, takes, context), size: undefined, text };
}

/** The bytes of those files that are wanted; that there is none is only known at the end. */
async function* selected(body: AsyncIterable<Uint8Array>, takes: Takes, context: Context) {
  const { selectFiles } = await import('../../core/diff/select-files.ts');
  let all = 0;
  let taken = false;
  yield* selectFiles(body, (file) => {
    all += 1;
    const wanted = takes(file);
    taken ||= wanted;
    return wanted;
  });
  if (!taken) context.note(nothing(all));
}
