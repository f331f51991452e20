import { readConfig } from '../../../src/core/config.ts';
import type { Operation } from '../../../src/core/operation.ts';
import { callTool } from '../../../src/mcp/call-tool.ts';
import { makePolicy } from '../../../src/mcp/policy/make-policy.ts';
import { OPEN_POLICY } from '../../../src/mcp/policy/policy.ts';
import { tokenScopes } from '../../../src/mcp/policy/token-scopes.ts';
import { RunningCalls } from '../../../src/mcp/running-calls.ts';
import { toolFor, toolName } from '../../../src/mcp/tool-for.ts';
import { GROUP_NAMES, operationsOf } from '../../../src/operations/registry.ts';
import { sandboxEnvironment } from '../../../src/sandbox/export-lines.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { called } from '../../support/mcp.ts';
import { limitsOf } from './judging.ts';

/** What became of a call: its text, and what was asked of the sandbox's servers meanwhile. */
export interface Outcome {
  readonly text: string;
  readonly isError: boolean;
  /** "GET /repositories/…", without /2.0; of git "git GET /acme/…". */
  readonly asked: readonly string[];
}

const OPERATIONS: readonly Operation[] = await operationsOf(GROUP_NAMES);

/** An agent whose calls go through the policy of some flags, over HTTP to a sandbox. */
export function agentOf(
  sandbox: Sandbox,
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const home = { PATH: process.env.PATH, HOME: '/nonexistent' };
  const config = readConfig({ ...home, ...sandboxEnvironment(sandbox), ...environment });
  const session = {
    operations: OPERATIONS,
    policy: makePolicy(limitsOf(flags)),
    load: async () => config,
    scopes: tokenScopes(async () => config, OPEN_POLICY),
    listChanges: false,
    running: new RunningCalls(),
    instructions: '',
  };
  return async (name: string, args: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    const operation = OPERATIONS.find((one) => toolName(one) === name);
    if (operation === undefined) throw new Error(`there is no ${name}`);
    sandbox.requests.length = 0;
    const result = await callTool(operation, toolFor(operation), args, {
      session,
      signal: new AbortController().signal,
      progress: () => undefined,
      consent: { canAsk: false, said: undefined, state: undefined },
    });
    const { whole, isError } = called(result);
    const asked = sandbox.requests.map(
      ({ server, method, path }) =>
        `${server === 'api' ? '' : `${server} `}${method} ${path.replace(/^\/2\.0/, '')}`,
    );
    return { text: whole, isError, asked };
  };
}
