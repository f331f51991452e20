import type { Context } from '../../src/core/context.ts';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type TestContextOptions, testContext } from './context.ts';

/** A real context for a sandbox, signed in with its full token. */
export const sandboxContext = (sandbox: Sandbox, options: TestContextOptions = {}): Context =>
  testContext(sandbox.url, {
    repository: 'acme/backend-api',
    ...options,
    environment: { ...sandboxEnvironment(sandbox), ...options.environment },
  });
