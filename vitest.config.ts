import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Those take a program of their own each, all of them large: npm run test:clients.
    exclude: [...configDefaults.exclude, 'test/clients/**'],
    reporters: ['default', './test/support/count-reporter.ts'],
    // Most tests wait for programs that they have started.
    maxWorkers: 6,
    // No test changes what modules hold, so files may share them: that saves a fifth of the work.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
    // A busy machine is slow, and slowness is no failure.
    expect: { poll: { timeout: 20_000, interval: 20 } },
  },
});
