import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import type { LoggedRequest } from '../../src/sandbox/request-log.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Ran, type RunOptions, run } from './cli.ts';
import { undescribed } from './described-requests.ts';

/** A sandbox for the tests of one file, and the program that talks to it. */
export interface SandboxDesk {
  readonly sandbox: Sandbox;
  /** What was asked since the test began, on all of its servers. */
  readonly requests: readonly LoggedRequest[];
  /** The same as "METHOD /path?query", under /2.0. */
  readonly asked: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Runs the program with the sandbox's environment. */
  readonly bbx: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
}

/** What a file of tests wants of its sandbox. */
export interface SandboxDeskOptions {
  /** Every request must be one that Bitbucket's API description has, down to its body. */
  readonly described?: boolean;
}

/** Starts a sandbox before the tests of a file and closes it after them; each test sees its own requests. */
export function sandboxForFile({ described = false }: SandboxDeskOptions = {}): SandboxDesk {
  let running: Sandbox | undefined;
  const open = () => {
    if (running === undefined) throw new Error('the sandbox starts with the tests');
    return running;
  };
  beforeAll(async () => {
    running = await startSandbox();
  });
  afterAll(async () => await running?.close());
  beforeEach(() => {
    open().requests.length = 0;
    open().faults.clear();
  });
  if (described) {
    afterEach(() => {
      const api = open().requests.filter(({ server }) => server === 'api');
      expect(undescribed(api), 'requests that are not as the API description has them').toEqual([]);
    });
  }
  return {
    get sandbox() {
      return open();
    },
    get requests() {
      return open().requests;
    },
    get asked() {
      return open().requests.map(({ method, path }) => `${method} ${path.replace(/^\/2\.0/, '')}`);
    },
    get env() {
      return sandboxEnvironment(open());
    },
    bbx: async (args, options = {}) =>
      await run(args, { ...options, env: { ...sandboxEnvironment(open()), ...options.env } }),
  };
}
