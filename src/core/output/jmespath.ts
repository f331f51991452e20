/** The three calls of the package `jmespath` that bbx makes. */
export interface Jmespath {
  /** Parses an expression to its tree. Throws whatever it pleases, raw TypeErrors too. */
  readonly compile: (expression: string) => unknown;
  readonly search: (data: unknown, expression: string) => unknown;
}

/** Loads JMESPath, which only calls with a filter pay for. */
export async function loadJmespath(): Promise<Jmespath> {
  const loaded: unknown = await import('jmespath');
  // A CommonJS package: Node and a bundle put its exports in different places.
  for (const candidate of [property(loaded, 'default'), loaded]) {
    if (isJmespath(candidate)) return candidate;
  }
  throw new Error('the package jmespath does not offer compile and search');
}

const isJmespath = (value: unknown): value is Jmespath =>
  typeof property(value, 'compile') === 'function' &&
  typeof property(value, 'search') === 'function';

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
