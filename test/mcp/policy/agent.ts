import { makePolicy } from '../../../src/mcp/policy/make-policy.ts';
import { sandboxEnvironment } from '../../../src/sandbox/export-lines.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { agentFor } from '../../support/agent.ts';
import { limitsOf } from './judging.ts';

/** What became of a call: its text, and what was asked of the sandbox's servers meanwhile. */
export interface Outcome {
  readonly text: string;
  readonly isError: boolean;
  /** "GET /repositories/…", without /2.0; of git "git GET /acme/…". */
  readonly asked: readonly string[];
}

/** An agent whose calls go through the policy of some flags, over HTTP to a sandbox. */
export function agentOf(sandbox: Sandbox, flags: Readonly<Record<string, unknown>>) {
  const policy = makePolicy(limitsOf(flags));
  const agent = agentFor({ environment: sandboxEnvironment(sandbox), policy });
  return async (name: string, args: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    sandbox.requests.length = 0;
    const { whole, isError } = await (await agent).call(name, args);
    const asked = sandbox.requests.map(
      ({ server, method, path }) =>
        `${server === 'api' ? '' : `${server} `}${method} ${path.replace(/^\/2\.0/, '')}`,
    );
    return { text: whole, isError, asked };
  };
}
