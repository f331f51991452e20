import type { GitRepository } from '../git/repository.ts';
import { type History, history } from './history.ts';
import { GONE, member } from './people.ts';
import type { Plan, PlannedBranch, PlannedPull } from './plan.ts';

/** The commits that the plan's pull requests ended with, by pull request id. */
export interface WrittenPull {
  readonly source: string;
  readonly destination: string;
  readonly merge: string | undefined;
}

interface Event {
  readonly age: number;
  readonly happen: () => void;
}

const MAIN = 'refs/heads/main';

/** Writes a plan's commits into a repository, in the order of time. */
export async function writePlan(
  repository: GitRepository,
  plan: Plan,
  now: Date,
): Promise<Map<number, WrittenPull>> {
  const past = history(now);
  const tips = new Map<string, string>();
  const marks = new Map<number, WrittenPull>();
  const events: Event[] = [
    ...plan.main.map((commit) => ({
      age: commit.age,
      happen: () => {
        const author = commit.author === 'gone' ? GONE : member(commit.author);
        tips.set('main', past.commit({ ...commit, author, ref: MAIN, parent: tips.get('main') }));
      },
    })),
    ...Object.entries(plan.tags).map(([name, age]) => ({
      age,
      happen: () => past.point(`refs/tags/${name}`, tips.get('main') ?? ':1'),
    })),
    ...plan.branches.map((branch) => branchEvent(past, tips, branch)),
    ...plan.pulls.flatMap((pull) => pullEvents({ past, tips, marks }, pull)),
  ];
  events.sort((a, b) => b.age - a.age);
  for (const event of events) event.happen();
  const hash = await past.write(repository);
  return new Map(
    [...marks].map(([id, { source, destination, merge }]) => [
      id,
      { source: hash(source), destination: hash(destination), merge: merge && hash(merge) },
    ]),
  );
}

function branchEvent(past: History, tips: Map<string, string>, branch: PlannedBranch): Event {
  const { age, files, message, name } = branch;
  const happen = () => {
    const author = branch.author === 'gone' ? GONE : member(branch.author);
    const parent = tips.get('main');
    const tip = past.commit({ ref: `refs/heads/${name}`, author, age, message, files, parent });
    tips.set(name, tip);
    if (!branch.merged) return;
    const text = `Merged ${name} into main`;
    const merge = {
      ref: MAIN,
      author: member(0),
      age: age - 0.5,
      message: text,
      parent,
      merge: tip,
    };
    tips.set('main', past.commit({ ...merge, files }));
  };
  return { age, happen };
}

interface Progress {
  readonly past: History;
  readonly tips: Map<string, string>;
  readonly marks: Map<number, WrittenPull>;
}

function pullEvents(progress: Progress, pull: PlannedPull): Event[] {
  const opening = { age: pull.age + 0.4, happen: () => openPull(progress, pull) };
  if (pull.state !== 'MERGED') return [opening];
  return [opening, { age: closedAge(pull), happen: () => mergePull(progress, pull) }];
}

function openPull({ past, tips, marks }: Progress, pull: PlannedPull): void {
  const kept = pull.state !== 'MERGED' || pull.keepsBranch;
  const ref = kept ? `refs/heads/${pull.branch}` : `refs/sandbox/pull-requests/${pull.id}`;
  const author = member(pull.author);
  const destination = tips.get(pull.destination) ?? tips.get('main') ?? ':1';
  let source = destination;
  for (const [index, { message, files }] of pull.commits.entries()) {
    const age = pull.age + 0.4 - index * 0.1;
    source = past.commit({ ref, author, age, message, files, parent: source });
  }
  marks.set(pull.id, { source, destination, merge: undefined });
}

function mergePull({ past, tips, marks }: Progress, pull: PlannedPull): void {
  const parent = tips.get(pull.destination);
  const made = marks.get(pull.id);
  if (made === undefined || parent === undefined) return;
  const mark = past.commit({
    ref: `refs/heads/${pull.destination}`,
    author: member(pull.reviewers[0] ?? 0),
    age: closedAge(pull),
    message: mergeMessage(pull.branch, pull.id, pull.title),
    files: Object.fromEntries(pull.commits.flatMap(({ files }) => Object.entries(files))),
    parent,
    merge: made.source,
  });
  tips.set(pull.destination, mark);
  marks.set(pull.id, { source: made.source, destination: parent, merge: mark });
}

/** How long ago a pull request of the seed was closed, in days. */
export function closedAge(pull: PlannedPull): number {
  return pull.age * 0.85;
}

/** The message that Bitbucket gives a merge commit. */
function mergeMessage(branch: string, id: number, title: string): string {
  return `Merged in ${branch} (pull request #${id})\n\n${title}`;
}
