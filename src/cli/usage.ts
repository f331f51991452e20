import type { Operation } from '../core/operation.ts';
import { type Field, fieldsOf } from '../core/operation-fields.ts';
import { flagName } from './flags.ts';

/** The line that says how a command is called: "clone REPO [DIR] [FLAGS] [-- GIT-ARGS...]". */
export function usageOf(operation: Operation): string {
  const fields = fieldsOf(operation);
  const placed = fields
    .filter(({ position }) => position !== undefined)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map(argumentOf);
  const rest = fields
    .filter((field) => field.rest)
    .map((field) => `[-- ${capitals(field.name)}...]`);
  return [operation.name, ...placed, '[FLAGS]', ...rest].join(' ');
}

/** What a field by position is called where people read it. */
export const argumentTitle = (field: Field): string => capitals(field.argument);

function argumentOf(field: Field): string {
  const several = `${argumentTitle(field)}${field.kind === 'list' ? '...' : ''}`;
  return field.required ? several : `[${several}]`;
}

const capitals = (name: string) => flagName(name).toUpperCase();
