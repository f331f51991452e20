import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permit } from '../../src/core/client/permit.ts';
import { readConfig } from '../../src/core/config.ts';
import type { Operation } from '../../src/core/operation.ts';
import { KeptAnswers } from '../../src/mcp/answers/kept-answers.ts';
import { callTool } from '../../src/mcp/call-tool.ts';
import type { Consent } from '../../src/mcp/confirm/confirmed.ts';
import { Tickets } from '../../src/mcp/confirm/tickets.ts';
import { Recent } from '../../src/mcp/guidance/completion/recent.ts';
import { type ConfirmMode, OPEN_POLICY, type Policy } from '../../src/mcp/policy/policy.ts';
import { RunningCalls } from '../../src/mcp/running-calls.ts';
import { toolFor } from '../../src/mcp/tool-for.ts';
import { operationsOf } from '../../src/operations/registry.ts';
import { type Called, called } from './mcp.ts';
import { UNKNOWN_SCOPES } from './unknown-scopes.ts';

/** An agent in this process, with its server's memory. */
export interface Agent {
  readonly call: (tool: string, args: object, how?: How) => Promise<Called>;
  /** The same, as the server answers it. */
  readonly result: (tool: string, args: object, how?: How) => Promise<object>;
}

/** How one call is made. */
export interface How {
  readonly ask?: Consent['ask'];
  readonly signal?: AbortSignal;
}

/** What the server of an agent is told. */
export interface AgentOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly confirm?: ConfirmMode;
  readonly permit?: Permit;
  /** In place of these two. */
  readonly policy?: Policy;
}

const SILENT = { note: () => undefined, trace: undefined };

/** Calls tools as the server does, without a process for it. */
export async function agentFor(options: AgentOptions): Promise<Agent> {
  const { environment, confirm = 'destructive', permit } = options;
  const { policy = { ...OPEN_POLICY, confirm, permit } } = options;
  const operations = await operationsOf(['api', 'pr', 'branches']);
  const configIn = (home: string) =>
    readConfig({ PATH: process.env.PATH, HOME: home, ...environment });
  const session = {
    operations,
    policy,
    tickets: new Tickets(),
    recent: new Recent(),
    answers: new KeptAnswers(),
    running: new RunningCalls(),
    instructions: '',
    ...UNKNOWN_SCOPES,
  };
  const find = (name: string): Operation => {
    const found = operations.find((one) => toolFor(one).name === name);
    if (!found) throw new Error(`there is no tool ${name}`);
    return found;
  };
  const result: Agent['result'] = async (
    name,
    args,
    { ask, signal = new AbortController().signal } = {},
  ) => {
    const operation = find(name);
    // A home for each call, since some of them write there.
    const home = mkdtempSync(join(tmpdir(), 'bbx-agent-'));
    try {
      const call = {
        session: { ...session, load: async () => configIn(home) },
        ...{ signal, ask, reader: 'bb_get', log: SILENT, progress: () => undefined },
      };
      return await callTool(operation, toolFor(operation, policy), { ...args }, call);
    } finally {
      rmSync(home, { recursive: true, force: true, maxRetries: 10 });
    }
  };
  return { result, call: async (...given) => called(await result(...given)) };
}
