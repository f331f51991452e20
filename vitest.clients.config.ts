import { defineConfig } from 'vitest/config';

/** MCP clients and checkers of others, installed from npm: `npm run test:clients`. */
export default defineConfig({
  test: {
    include: ['test/clients/*.test.ts'],
    globalSetup: ['test/clients/install-parts.ts'],
    reporters: ['default', './test/support/count-reporter.ts'],
    // Each test waits for large programs, and more of them at once only wait longer.
    maxWorkers: 3,
    maxConcurrency: 2,
    isolate: false,
    // Clients give a server five or ten seconds, which a busy machine may take; that says nothing.
    retry: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
