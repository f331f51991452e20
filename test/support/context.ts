import { readConfig } from '../../src/core/config.ts';
import type { Context } from '../../src/core/context.ts';
import { createContext } from '../../src/core/create-context.ts';

/** What a test wants of a context that is not the usual. */
export interface TestContextOptions {
  readonly environment?: Record<string, string>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly notes?: string[];
  readonly repository?: string;
}

/** A real context for an API on loopback, with made-up credentials and nothing of this machine. */
export function testContext(apiUrl: string, options: TestContextOptions = {}): Context {
  const { environment = {}, cwd = '/', signal, timeout, notes = [], repository } = options;
  const config = readConfig({
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    BBX_API_URL: apiUrl,
    ATLASSIAN_USER_EMAIL: 'ada@example.com',
    ATLASSIAN_API_TOKEN: 'secret-token-of-the-test',
    ...environment,
  });
  return createContext({
    config: { ...config, timeout, repository },
    cwd,
    signal: signal ?? new AbortController().signal,
    progress: () => undefined,
    note: (note) => notes.push(note),
  });
}
