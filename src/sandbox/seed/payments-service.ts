import { generatedPull } from './generated-pulls.ts';
import type { Plan } from './plan.ts';

interface Settings {
  readonly attempts: number;
  readonly base: number;
  readonly factor: string;
  readonly cap?: number;
  readonly jitter?: boolean;
  readonly statuses?: string;
}

function retry({ attempts, base, factor, cap, jitter, statuses }: Settings): string {
  const lines = [
    '/** How calls to the card processor are tried again. */',
    'export const retry = {',
    `  attempts: ${attempts},`,
    `  baseDelayMs: ${base},`,
    `  factor: ${factor},`,
    ...(cap === undefined ? [] : [`  maxDelayMs: ${cap},`]),
    ...(jitter ? ["  jitter: 'full',"] : []),
    ...(statuses === undefined ? [] : [`  retryOn: [${statuses}],`]),
    '} as const;',
    '',
    'export function delay(attempt: number): number {',
    cap === undefined
      ? '  return retry.baseDelayMs * retry.factor ** attempt;'
      : '  const full = Math.min(retry.maxDelayMs, retry.baseDelayMs * retry.factor ** attempt);',
    ...(cap === undefined ? [] : [jitter ? '  return Math.random() * full;' : '  return full;']),
    '}',
    '',
  ];
  return lines.join('\n');
}

const PATH = 'src/config/retry.ts';
const step = (age: number, author: number | 'gone', message: string, settings: Settings) => ({
  age,
  author,
  message,
  files: { [PATH]: retry(settings) },
});

const AREAS = ['charges', 'refunds', 'payouts', 'disputes'];

/** acme/payments-service: one file with a history worth asking about. */
export const PAYMENTS_SERVICE: Plan = {
  slug: 'payments-service',
  description: 'Charges, refunds and payouts',
  language: 'typescript',
  age: 620,
  main: [
    {
      age: 620,
      author: 'gone',
      message: 'Start the payments service',
      files: {
        'README.md': '# payments-service\n',
        'src/index.ts': "export * from './config/retry';\n",
      },
    },
    step(540, 'gone', 'Retry calls to the card processor', {
      attempts: 3,
      base: 1000,
      factor: '1',
    }),
    step(410, 2, 'Back off exponentially', { attempts: 3, base: 500, factor: '2' }),
    step(288, 2, 'Cap the delay at 20 s', { attempts: 5, base: 500, factor: '2', cap: 20_000 }),
    step(150, 4, 'Add full jitter after the November outage', {
      attempts: 5,
      base: 500,
      factor: '2',
      cap: 20_000,
      jitter: true,
    }),
    step(61, 1, 'Retry 429 and 5xx only', {
      attempts: 5,
      base: 500,
      factor: '2',
      cap: 20_000,
      jitter: true,
      statuses: '429, 502, 503, 504',
    }),
    step(9, 4, 'Start the back-off at 250 ms', {
      attempts: 6,
      base: 250,
      factor: '2',
      cap: 20_000,
      jitter: true,
      statuses: '429, 502, 503, 504',
    }),
    {
      age: 4,
      author: 1,
      message: 'Document the retry policy',
      files: { 'docs/retry.md': '# Retry policy\n\nSee `src/config/retry.ts`.\n' },
    },
  ],
  branches: [],
  pulls: Array.from({ length: 6 }, (_, index) =>
    generatedPull({
      id: index + 1,
      state: index < 3 ? 'MERGED' : 'OPEN',
      age: 80 - index * 13,
      ticket: 'PAY',
      areas: AREAS,
    }),
  ),
  tags: { 'v1.4.0': 140 },
};
