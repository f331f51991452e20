import { afterAll, beforeAll, expect } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { McpProgram } from '../support/mcp.ts';

export const REPOSITORY = '/repositories/acme/backend-api';
export const PULLS = `${REPOSITORY}/pullrequests`;

/** A sandbox and a program that all tests of a file share. */
export class SharedProgram {
  private held: { readonly sandbox: Sandbox; readonly program: McpProgram } | undefined;

  constructor() {
    beforeAll(async () => {
      const sandbox = await startSandbox();
      const program = new McpProgram(sandboxEnvironment(sandbox));
      this.held = { sandbox, program };
      await program.initialize();
    });
    afterAll(async () => {
      await this.held?.program.close();
      await this.held?.sandbox.close();
    });
  }

  get sandbox(): Sandbox {
    return this.started.sandbox;
  }

  get program(): McpProgram {
    return this.started.program;
  }

  get environment(): Record<string, string> {
    return sandboxEnvironment(this.sandbox);
  }

  /** Calls, and wants an error that a model can act on, with its code. */
  async failing(name: string, args: Record<string, unknown>): Promise<string> {
    const { text, remarks, isError } = await this.program.call(name, args);
    expect(isError, text).toBe(true);
    expect(text).toMatch(/^error: \S[\s\S]*\ncode: [A-Z_]+; retryable: (no|yes)/);
    expect(text).not.toMatch(/\n\s+at |undefined|\[object|INTERNAL/);
    expect(text.length).toBeLessThan(640);
    expect(remarks).toBe('');
    return text;
  }

  /** How many requests a piece of work makes. */
  async requestsOf(work: () => Promise<unknown>): Promise<number> {
    const before = this.sandbox.requests.length;
    await work();
    return this.sandbox.requests.length - before;
  }

  private get started() {
    if (!this.held) throw new Error('before a test there is no program');
    return this.held;
  }
}
