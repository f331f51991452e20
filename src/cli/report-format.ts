import type { Flag } from './command-line.ts';

/** Flags of a command that reports to a person, and to a program only when asked. */
export const reportFlags: Readonly<Record<string, Flag>> = {
  output: {
    type: 'option',
    char: 'o',
    options: ['table', 'json'],
    description: 'Format: table (for people, also on a pipe) or json',
    helpValue: 'FORMAT',
  },
  json: { type: 'boolean', description: 'The same as -o json' },
};

/** Whether the report is for a program. */
export const wantsJson = ({ output, json }: Readonly<Record<string, unknown>>): boolean =>
  json === true || output === 'json';
