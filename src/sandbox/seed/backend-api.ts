import type { PullRequestState } from '../world.ts';
import { BACKEND_FILES } from './backend-files.ts';
import { generatedPull } from './generated-pulls.ts';
import type { Plan, PlannedBranch, PlannedPull } from './plan.ts';
import { PULL_REQUEST_42 } from './pull-request-42.ts';

const AREAS =
  'auth orders invoices webhooks search users exports audit sessions billing notifications reports';
const LAST = 108;
const OLD_AND_OPEN = new Set([7, 15, 23, 31, 38]);
const DECLINED = new Set([5, 18, 29, 36, 50, 77]);
const MERGED_LATELY = new Set([48, 63, 70, 91]);
const KEPT = new Set([9, 20, 33]);

function stateOf(id: number): PullRequestState {
  if (DECLINED.has(id)) return 'DECLINED';
  if (id === 12) return 'SUPERSEDED';
  if (MERGED_LATELY.has(id)) return 'MERGED';
  return id > 42 || OLD_AND_OPEN.has(id) ? 'OPEN' : 'MERGED';
}

/** Pull requests before #42 stretch over more than a year, those after it over twelve days. */
function ageOf(id: number): number {
  return id < 42 ? 420 - id * 9.7 : 0.3 + ((LAST - id) * 11) / (LAST - 42);
}

function pull(id: number): PlannedPull {
  if (id === 42) return PULL_REQUEST_42;
  const settled = {
    id,
    state: stateOf(id),
    age: ageOf(id),
    ticket: 'API',
    areas: AREAS.split(' '),
  };
  const planned = { ...generatedPull(settled), keepsBranch: KEPT.has(id) };
  if (id === 31) return { ...planned, destination: 'release/2.3' };
  if (id === 57) return CONFLICTING(planned);
  return planned;
}

/** It changes the line that the main branch changed after it. */
const CONFLICTING = (planned: PlannedPull): PlannedPull => ({
  ...planned,
  title: 'Raise the request timeout to 30 s',
  branch: 'bugfix/API-257-timeout',
  commits: [
    {
      message: 'Raise the request timeout to 30 s',
      files: { 'src/config.ts': 'export const port = 8080;\nexport const timeoutMs = 30_000;\n' },
    },
  ],
});

const branch = (name: string, age: number, more: Partial<PlannedBranch> = {}): PlannedBranch => ({
  name,
  age,
  merged: false,
  author: Math.round(age) % 5,
  message: `Work on ${name}`,
  files: { [`notes/${name.replace(/\W+/g, '-')}.md`]: `# ${name}\n` },
  ...more,
});

/** acme/backend-api: the large one, with more than 60 open pull requests. */
export const BACKEND_API: Plan = {
  slug: 'backend-api',
  description: 'The HTTP API behind the Acme shop',
  language: 'typescript',
  age: 900,
  main: [
    { age: 900, author: 'gone', message: 'Start the API', files: BACKEND_FILES },
    {
      age: 700,
      author: 'gone',
      message: 'Describe the release steps',
      files: { 'docs/release.md': '# Release\n\n1. Tag.\n2. Wait for the pipeline.\n' },
    },
    {
      age: 512,
      author: 1,
      message: 'Ignore the build folder',
      files: { '.gitignore': 'node_modules\ndist\n' },
    },
    {
      age: 95,
      author: 2,
      message: 'Add the health check',
      files: { 'src/health.ts': "export const health = () => new Response('ok');\n" },
    },
    {
      age: 2,
      author: 0,
      message: 'Lower the request timeout to 3 s',
      files: { 'src/config.ts': 'export const port = 8080;\nexport const timeoutMs = 3000;\n' },
    },
    {
      age: 0.2,
      author: 0,
      message: 'Note the on-call rota',
      files: { 'docs/on-call.md': '# On call\n\nMonday to Monday.\n' },
    },
  ],
  branches: [
    branch('release/2.3', 210),
    branch('hotfix/login-500', 132),
    branch('spike/graphql#2', 260, { author: 'gone' }),
    branch('old-experiment', 640, { author: 'gone' }),
    branch('feature/dark-launch', 104),
    branch('bugfix/utf8-names', 180, { merged: true }),
    branch('chore/node-22', 91, { merged: true }),
    branch('wip/metrics', 3),
    branch('feature/checkout-v2', 45),
  ],
  pulls: Array.from({ length: LAST }, (_, index) => pull(index + 1)),
  tags: { 'v1.0.0': 650, 'v2.0.0': 300, 'v2.3.0': 205 },
};
