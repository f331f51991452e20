import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { machine } from '../support/mcp.ts';
import { type Bridge, startBridge } from './http-bridge.ts';
import { runPart } from './parts.ts';

/** Scenarios that need nothing of a server but what each has, by the version that they are run in. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'tools-list',
    'logging-set-level',
    'resources-list',
    'prompts-list',
  ],
  '2026-07-28': [
    'server-stateless',
    'tools-list',
    'resources-list',
    'prompts-list',
    'caching',
    'sep-2164-resource-not-found',
    'input-required-result-unsupported-methods',
  ],
};

/** Why every other scenario is left out. */
const LEFT_OUT: readonly (readonly [reason: string, scenarios: RegExp])[] = [
  [
    "calls tools of the suite's own fixture server",
    /^(tools-call-.+|elicitation-.+|input-required-result-.+|json-schema-2020-12)$/,
  ],
  ["gets prompts of the suite's own fixture server", /^(prompts-get-.+|completion-complete)$/],
  [
    "reads resources of the suite's own fixture server",
    /^resources-(read-.+|templates-read|subscribe|unsubscribe)$/,
  ],
  [
    'is about HTTP, which bbx does not serve',
    /^(server-session-lifecycle|server-sse-.+|dns-rebinding-protection|http-.+)$/,
  ],
  ['is about an extension that bbx does not offer', /^(tasks-.+|sep-2640-.+)$/],
];

/** Checks within a scenario that no server without the fixtures can pass. */
const UNTESTABLE: Readonly<Record<string, string>> = {
  'sep-2575-server-rejects-undeclared-capability': 'calls the fixture test_missing_capability',
  'sep-2575-missing-capability-http-400': 'calls the fixture test_missing_capability',
  'sep-2575-http-server-header-mismatch-400': 'compares with an HTTP header',
  'sep-2575-http-server-no-independent-requests-on-stream':
    'calls the fixture test_streaming_elicitation',
  'sep-2575-server-no-log-without-loglevel': 'calls the fixture test_logging_tool',
  'sep-2575-server-sends-tools-list-changed-on-subscription':
    'calls a fixture that changes the list',
};

interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
}

let sandbox: Sandbox;
let bridge: Bridge;
const { home, env, remove } = machine();
beforeAll(async () => {
  sandbox = await startSandbox();
  bridge = await startBridge(sandboxEnvironment(sandbox));
});
afterAll(async () => {
  await bridge.close();
  await sandbox.close();
  remove();
});

const conformance = (...args: string[]) => runPart('conformance', args, { cwd: home, env });

let attempts = 0;

/** What the suite found, check by check. */
async function checksOf(scenario: string, version: string): Promise<readonly Check[]> {
  const folder = join(home, version, scenario);
  mkdirSync(folder, { recursive: true });
  attempts += 1;
  // A server of its own for each attempt.
  const path = `/${version}/${scenario}/${attempts}`;
  if (version === '2026-07-28') await bridge.prepare(path);
  const ran = await conformance(
    ...['server', '--url', `${bridge.url}${path}`, '--spec-version', version],
    ...['--scenario', scenario, '--output-dir', folder],
  );
  const [results] = readdirSync(folder);
  if (results === undefined)
    throw new Error(`${scenario} has no results: ${ran.stdout}${ran.stderr}`);
  const checks: Check[] = JSON.parse(readFileSync(join(folder, results, 'checks.json'), 'utf8'));
  rmSync(folder, { recursive: true });
  return checks;
}

describe.concurrent.each(Object.entries(SCENARIOS))(
  'the official conformance suite, version %s',
  (version, scenarios) => {
    test.each(scenarios)('%s', async (scenario) => {
      const checks = await checksOf(scenario, version);
      const wrong = checks
        .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
        .filter(({ id }) => !(id in UNTESTABLE))
        .map(({ id, status, errorMessage }) => `${status} ${id}: ${errorMessage}`);
      expect(wrong).toEqual([]);
      expect(checks.filter(({ status }) => status === 'SUCCESS').length).toBeGreaterThan(0);
    });
  },
);

test('every scenario of the suite is run, or has a reason why not', async () => {
  const { stdout } = await conformance('list', '--server');
  const all = [...stdout.matchAll(/^ {2}- (\S+)/gm)].map(([, name = '']) => name);
  expect(all.length).toBeGreaterThan(60);
  const run = new Set(Object.values(SCENARIOS).flat());
  const undecided = all.filter(
    (name) => !run.has(name) && !LEFT_OUT.some(([, scenarios]) => scenarios.test(name)),
  );
  expect(undecided).toEqual([]);
});
