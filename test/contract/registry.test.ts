import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readCommandLine } from '../../src/cli/command-line.ts';
import { grammarOf } from '../../src/cli/grammar.ts';
import { readInput } from '../../src/cli/read-input.ts';
import { allEndpoints } from '../../src/core/catalogue/all-endpoints.ts';
import type { Operation } from '../../src/core/operation.ts';
import { fieldsOf } from '../../src/core/operation-fields.ts';
import { endpoints } from '../../src/operations/api/endpoints.ts';
import { checkout } from '../../src/operations/pr/checkout.ts';
import { GROUP_NAMES, operationsOf } from '../../src/operations/registry.ts';
import { testContext } from '../support/context.ts';

/** What agents get, and what only the terminal has. */
const ALL: readonly Operation[] = [...(await operationsOf(GROUP_NAMES)), endpoints, checkout];
const COMMANDS = fileURLToPath(new URL('../../src/commands', import.meta.url));

/** Stands for the files of findings that examples name. */
const EMPTY = fileURLToPath(new URL('../support/empty-list.json', import.meta.url));

/** Splits a command line as a shell does. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:"((?:\\.|[^"\\])*)"|'([^']*)'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );

test('names are those of the tools and of the command files, each once', () => {
  const names = ALL.map(({ name }) => name).filter((_, at) => !ALL[at]?.tool);
  expect(new Set(names).size).toBe(names.length);
  const files = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' });
  for (const name of names) expect(files).toContain(`${name.replaceAll(' ', '/')}.ts`);
});

test('endpoints that operations use are those of the catalogue', () => {
  const known = new Set(allEndpoints().map(({ method, template }) => `${method} ${template}`));
  for (const { name, uses = [], input, effect } of ALL) {
    const fields = Object.keys(input._zod.def.shape);
    for (const use of uses) {
      const {
        endpoint,
        when = [],
        unless = [],
        unlessFalse,
      } = typeof use === 'string' ? { endpoint: use } : { unlessFalse: undefined, ...use };
      const like = endpoint.replace(/^CLONE /, 'GET ');
      expect(/^(GET|POST|PUT|DELETE) \*$/.test(like) || known.has(like), endpoint).toBe(true);
      const named = [...when, ...unless, ...(unlessFalse === undefined ? [] : [unlessFalse])];
      expect(named.filter((field) => !fields.includes(field), name)).toEqual([]);
    }
    const offline = name === 'endpoints' || name === 'pr checkout';
    expect(uses.length > 0 || offline, name).toBe(true);
    const writes = uses.some((use) => !/^GET/.test(typeof use === 'string' ? use : use.endpoint));
    if (effect !== 'read' && !offline) expect(writes, name).toBe(true);
  }
});

describe.each(ALL.map((operation) => [operation.name, operation] as const))(
  '%s',
  (name, operation) => {
    const fields = fieldsOf(operation);

    test('says what it does', () => {
      expect(operation.summary).toMatch(/^[A-Z].{8,68}[^.]$/);
      expect(operation.description).toMatch(/\.$/);
      expect(operation.examples.length).toBeGreaterThan(0);
      expect(['read', 'write', 'destructive']).toContain(operation.effect);
      if (operation.effect === 'destructive') {
        expect(operation.plan ?? operation.question).toBeTypeOf('function');
      }
    });

    test('is strict and flat, and describes every field in a line', () => {
      expect(operation.input._zod.def.catchall?._zod.def.type).toBe('never');
      expect(fields.length).toBeGreaterThan(0);
      for (const field of fields) {
        expect(field.name).toMatch(/^[a-z][A-Za-z]*$/);
        expect(field.description, field.name).toMatch(/^[A-Z[].{5,}[^.]$/);
      }
    });

    test('names only fields that it has, by position, by letter and for the terminal', () => {
      const known = fields.map((field) => field.name);
      const {
        positional = [],
        short = {},
        terminalOnly = [],
        argumentNames = {},
        rest,
      } = operation;
      const named = [
        ...positional,
        ...Object.keys(short),
        ...terminalOnly,
        ...Object.keys(argumentNames),
        ...(rest ? [rest] : []),
      ];
      expect(named.filter((one) => !known.includes(one))).toEqual([]);
      expect(Object.values(short).every((letter) => /^[A-Za-z]$/.test(letter ?? ''))).toBe(true);
    });

    test.each(operation.examples)('%s is a command line that works', async (example) => {
      const own = name.split(' ');
      const said = words(example);
      expect(said.slice(0, own.length)).toEqual(own);
      const argv = said.slice(own.length).map((word) => (word.endsWith('.json') ? EMPTY : word));
      const given = readCommandLine(argv, grammarOf(operation));
      const context = testContext('http://127.0.0.1:9', { repository: 'acme/backend-api' });
      const input = await readInput(operation, given, context);
      expect(z.safeParse(operation.input, input).success, JSON.stringify(input)).toBe(true);
    });
  },
);
