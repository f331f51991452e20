import type { PullRequestState } from '../world.ts';
import type { PlannedPull } from './plan.ts';

/** A kind of change that can be made to any area of a code base. */
interface Change {
  readonly kind: string;
  readonly title: (area: string) => string;
  readonly file: string;
  readonly code: (area: string) => string;
}

const CHANGES: readonly Change[] = [
  {
    kind: 'feature',
    title: (area) => `Retry ${area} requests on 503`,
    file: 'retry',
    code: (area) =>
      `import { wait } from '../wait';\n\nexport async function retry${cap(area)}(send: () => Promise<Response>) {\n  for (let attempt = 1; attempt <= 3; attempt++) {\n    const response = await send();\n    if (response.status !== 503) return response;\n    await wait(attempt * 200);\n  }\n  throw new Error('${area}: still unavailable after 3 attempts');\n}\n`,
  },
  {
    kind: 'feature',
    title: (area) => `Cache ${area} lookups for a minute`,
    file: 'cache',
    code: (area) =>
      `const entries = new Map<string, { value: unknown; until: number }>();\n\nexport function cached${cap(area)}(key: string, load: () => unknown) {\n  const hit = entries.get(key);\n  if (hit && hit.until > Date.now()) return hit.value;\n  const value = load();\n  entries.set(key, { value, until: Date.now() + 60_000 });\n  return value;\n}\n`,
  },
  {
    kind: 'feature',
    title: (area) => `Validate ${area} payloads with the shared schema`,
    file: 'schema',
    code: (area) =>
      `import { object, string } from '../schema';\n\nexport const ${area}Payload = object({\n  id: string().uuid(),\n  name: string().max(120),\n});\n`,
  },
  {
    kind: 'chore',
    title: (area) => `Drop the legacy ${area} endpoint`,
    file: 'legacy',
    code: (area) => `export const gone = { path: '/v1/${area}', status: 410 };\n`,
  },
  {
    kind: 'chore',
    title: (area) => `Log slow ${area} queries`,
    file: 'slow-log',
    code: (area) =>
      `import { log } from '../log';\n\nexport function slow(ms: number, sql: string) {\n  if (ms > 250) log.warn({ area: '${area}', ms, sql });\n}\n`,
  },
  {
    kind: 'feature',
    title: (area) => `Page the ${area} list`,
    file: 'page',
    code: (area) =>
      `export function page${cap(area)}<T>(all: T[], number: number, size = 25): T[] {\n  return all.slice((number - 1) * size, number * size);\n}\n`,
  },
  {
    kind: 'bugfix',
    title: (area) => `Fix off-by-one in ${area} totals`,
    file: 'totals',
    code: (area) =>
      `export function ${area}Total(lines: { amount: number }[]) {\n  return lines.reduce((sum, line) => sum + line.amount, 0);\n}\n`,
  },
  {
    kind: 'chore',
    title: (area) => `Move ${area} settings to the environment`,
    file: 'settings',
    code: (area) =>
      `export const limit = Number(process.env.${area.toUpperCase()}_LIMIT ?? 100);\n`,
  },
  {
    kind: 'bugfix',
    title: (area) => `Return 409 on duplicate ${area}`,
    file: 'duplicate',
    code: (area) =>
      `import { ApiError } from '../errors';\n\nexport function refuseDuplicate(found: boolean) {\n  if (found) throw new ApiError(409, '${area} already exists');\n}\n`,
  },
];

const DESCRIPTIONS = ['', 'Tested on staging.', '', 'Follow-up from the incident review.', ''];

/** What the caller settles for one generated pull request. */
export interface Settled {
  readonly id: number;
  readonly state: PullRequestState;
  readonly age: number;
  readonly ticket: string;
  readonly areas: readonly string[];
}

/** A pull request of which everything follows from its number; no two of a repository are alike. */
export function generatedPull({ id, state, age, ticket, areas }: Settled): PlannedPull {
  const place = (id * 31) % (areas.length * CHANGES.length);
  const area = areas[place % areas.length] ?? 'core';
  const change = CHANGES[Math.floor(place / areas.length)] ?? CHANGES[0];
  if (change === undefined) throw new Error('there are no changes');
  const title = change.title(area);
  const author = id % 5;
  const reviewers = id % 4 === 3 ? [] : [(author + 1) % 5, (author + 2) % 5];
  return {
    id,
    state,
    title,
    description: DESCRIPTIONS[id % DESCRIPTIONS.length] ?? '',
    branch: `${change.kind}/${ticket}-${200 + id}-${area}-${change.file}`,
    destination: 'main',
    author,
    reviewers,
    approvedBy: state === 'MERGED' ? reviewers : reviewers.slice(0, id % 3),
    age,
    commits: [{ message: title, files: { [`src/${area}/${change.file}.ts`]: change.code(area) } }],
    draft: state === 'OPEN' && id % 17 === 0,
    keepsBranch: false,
  };
}

function cap(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
