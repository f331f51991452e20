import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with the one line that people and CI look for. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        if (state !== 'pending') count[state] += 1;
      }
      if (!module.ok() && !tests.some((test) => test.result().state === 'failed'))
        count.failed += 1;
    }
    const line = `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
    setImmediate(() => process.stdout.write(`${line}\n`));
  }
}
