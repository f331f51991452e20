import type { Clock } from '../clock.ts';
import { branchTip } from '../git/refs.ts';
import { uuidOf } from '../ids.ts';
import type { Pipeline, Repository, Step } from '../world.ts';
import { member } from './people.ts';

interface Planned {
  readonly pull: number | undefined;
  readonly result: 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | undefined;
  readonly age: number;
}

const PLANNED: readonly Planned[] = [
  { pull: 7, result: 'STOPPED', age: 340 },
  { pull: 38, result: 'SUCCESSFUL', age: 49 },
  { pull: 42, result: 'FAILED', age: 11.9 },
  { pull: undefined, result: 'SUCCESSFUL', age: 9.5 },
  { pull: 45, result: 'FAILED', age: 8 },
  { pull: 57, result: 'SUCCESSFUL', age: 6 },
  { pull: 42, result: 'SUCCESSFUL', age: 5.5 },
  { pull: 80, result: 'FAILED', age: 4 },
  { pull: 97, result: 'SUCCESSFUL', age: 1.2 },
  { pull: undefined, result: 'SUCCESSFUL', age: 0.2 },
  { pull: 108, result: undefined, age: 0.01 },
];

/** Pipelines of backend-api with steps, logs and the build statuses that they leave on commits. */
export async function seedPipelines(
  clock: Clock,
  repository: Repository,
  web: string,
): Promise<void> {
  for (const [index, planned] of PLANNED.entries()) {
    const pr = repository.pullRequests.find(({ id }) => id === planned.pull);
    const refName = pr?.source.branch ?? 'main';
    const hash = (await branchTip(repository.git, refName)) ?? '';
    const number = 1201 + index;
    const uuid = uuidOf(`pipeline ${repository.slug} ${number}`);
    const pipeline: Pipeline = {
      uuid,
      buildNumber: number,
      creator: pr?.author ?? member(0),
      createdOn: clock.ago(planned.age),
      completedOn: planned.result === undefined ? undefined : clock.ago(planned.age - 0.003),
      refName,
      hash,
      trigger: 'PUSH',
      variables: [],
      selector: refName === 'main' ? { type: 'branches', pattern: 'main' } : { type: 'default' },
      result: planned.result,
      steps: makeSteps(`${repository.slug} ${number}`, refName, planned.result),
    };
    repository.pipelines.push(pipeline);
    noteStatus(repository, pipeline, web);
  }
}

/** The steps of a run; the log of a red one ends with the reason. */
export function makeSteps(seed: string, refName: string, result: string | undefined): Step[] {
  const step = (name: string, commands: string[], outcome: string, log: string): Step => ({
    uuid: uuidOf(`step ${seed} ${name}`),
    name,
    image: 'node:22',
    commands,
    seconds: 74,
    result: outcome,
    log: Buffer.from(log),
  });
  const outcome = result ?? '';
  const steps = [step('Build and test', ['npm ci', 'npm test'], outcome, testLog(outcome))];
  if (refName === 'main' && outcome === 'SUCCESSFUL') {
    steps.push(
      step(
        'Deploy to staging',
        ['./deploy.sh staging'],
        outcome,
        '+ ./deploy.sh staging\nDeployed.\n',
      ),
    );
  }
  return steps;
}

function testLog(result: string): string {
  const install = Array.from(
    { length: 60 },
    (_, index) => `npm http fetch GET 200 package-${index} 12ms`,
  );
  const head = [
    '+ umask 000',
    '+ npm ci',
    ...install,
    'added 412 packages in 9s',
    '',
    '+ npm test',
  ];
  const passed = ['', ' \u001b[32m✓\u001b[0m test/orders.test.ts (14 tests) 210ms'];
  if (result !== 'FAILED') return [...head, ...passed, '', ' Tests  31 passed (31)', ''].join('\n');
  const failed = [
    ...passed,
    ' \u001b[31m✗\u001b[0m test/totals.test.ts > adds the lines of an empty order',
    '   AssertionError: expected NaN to be +0 // Object.is equality',
    '     at test/totals.test.ts:12:41',
    '',
    ' Tests  1 failed | 30 passed (31)',
    'npm error Test failed. See above for more details.',
    '',
  ];
  return [...head, ...failed].join('\n');
}

const STATES: Record<string, string> = {
  SUCCESSFUL: 'SUCCESSFUL',
  FAILED: 'FAILED',
  STOPPED: 'STOPPED',
};

/** Leaves on the commit what a pipeline leaves there: a build status. */
export function noteStatus(repository: Repository, pipeline: Pipeline, web: string): void {
  const { hash, buildNumber, result, refName } = pipeline;
  const statuses = repository.statuses.get(hash) ?? new Map();
  const key = `bitbucket-pipelines-${buildNumber}`;
  statuses.set(key, {
    key,
    type: 'build',
    state: STATES[result ?? ''] ?? 'INPROGRESS',
    name: `Pipeline #${buildNumber} for ${refName}`,
    description: result ?? 'Running',
    url: `${web}/acme/${repository.slug}/pipelines/results/${buildNumber}`,
    refname: refName,
    created_on: pipeline.createdOn,
    updated_on: pipeline.completedOn ?? pipeline.createdOn,
  });
  repository.statuses.set(hash, statuses);
}
