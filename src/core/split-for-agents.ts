import { BbxError } from './errors.ts';
import type { Operation } from './operation.ts';

/** What one half of a command that reads and writes is for an agent. */
interface Half {
  /** Fields that the other half does not know. */
  readonly fields: readonly string[];
  readonly description: string;
}

/**
 * Makes two operations for agents of one that reads and writes: clients let a tool that only reads
 * pass, and ask their user before one that writes. The second one is known as the first with
 * _update; what it can do must take nothing away.
 */
export function splitForAgents(
  operation: Operation,
  { reading, writing }: { readonly reading: Half; readonly writing: Half },
): readonly Operation[] {
  const { terminalOnly = [], name, run } = operation;
  const whole = { ...operation, plan: undefined, preview: undefined };
  return [
    {
      ...whole,
      description: reading.description,
      effect: 'read',
      terminalOnly: [...terminalOnly, ...writing.fields],
    },
    {
      ...whole,
      tool: `bb_${name.replaceAll(' ', '_')}_update`,
      description: writing.description,
      additive: true,
      terminalOnly: [...terminalOnly, ...reading.fields],
      run: async (input, context) => {
        if (namesAny(input, writing.fields)) return await run(input, context);
        throw new BbxError('USAGE', 'Nothing is named that should be done.', {
          hint: `Give one of ${writing.fields.join(', ')}.`,
        });
      },
    },
  ];
}

const namesAny = (input: unknown, fields: readonly string[]) =>
  typeof input === 'object' &&
  input !== null &&
  Object.keys(input).some((name) => fields.includes(name));
