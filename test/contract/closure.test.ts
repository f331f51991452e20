import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** What a room cannot be without, in words that a minifier leaves. */
const MARKS: Readonly<Record<string, { in: string; mark: RegExp }>> = {
  'the MCP packages': { in: 'commands/mcp.js', mark: /"tools\/list"/ },
  'all of zod': { in: 'commands/mcp.js', mark: /Invalid input: expected/ },
  'the sandbox': { in: 'commands/sandbox.js', mark: /The HTTP API behind the Acme shop/ },
  'Ink and React': { in: 'commands/delete.js', mark: /react\.transitional\.element/ },
  "oclif's help": { in: 'main.js', mark: /EXIT CODES/ },
  undici: { in: 'commands/get.js', mark: /UND_ERR_CONNECT_TIMEOUT"?[,;}]/ },
  'every endpoint': { in: 'commands/endpoints.js', mark: /\/deploy-keys/ },
};

const STATIC = /(?:\bfrom|\bimport)\s*"(\.[^"]+\.js)"/g;
const LATER = /\bimport\(\s*"(\.[^"]+\.js)"\s*\)/g;

/** The files that a file loads at once, itself included; with `later`, also those it may load. */
function closure(start: string, later: boolean, found = new Set<string>()): Set<string> {
  const path = join(DIST, start);
  if (found.has(start) || !existsSync(path)) return found;
  found.add(start);
  const text = readFileSync(path, 'utf8');
  const named = [STATIC, ...(later ? [LATER] : [])].flatMap((pattern) => [
    ...text.matchAll(pattern),
  ]);
  for (const [, name = ''] of named) closure(join(dirname(start), name), later, found);
  return found;
}

const holds = (files: Iterable<string>, mark: RegExp) =>
  [...files].filter((file) => mark.test(readFileSync(join(DIST, file), 'utf8')));

describe('the built program', () => {
  test('has a file per command', () => {
    const commands = readdirSync(join(DIST, 'commands'), { recursive: true, encoding: 'utf8' });
    expect(commands).toEqual(
      expect.arrayContaining([
        'get.js',
        'post.js',
        'put.js',
        'patch.js',
        'delete.js',
        'clone.js',
        'mcp.js',
        'sandbox.js',
      ]),
    );
  });

  test.each(Object.entries(MARKS))(
    'can be asked for %s by a mark that is really there',
    (_, { in: command, mark }) => {
      expect(holds(closure(command, true), mark)).not.toEqual([]);
    },
  );

  const rooms = Object.entries(MARKS);
  test.each(rooms)('loads %s neither for --version nor for get', (_, { mark }) => {
    const loaded = [...closure('main.js', false), ...closure('commands/get.js', false)];
    expect(holds(loaded, mark)).toEqual([]);
  });

  test('reads little code for a get', () => {
    const loaded = new Set([...closure('main.js', false), ...closure('commands/get.js', false)]);
    const size = [...loaded].reduce((sum, file) => sum + readFileSync(join(DIST, file)).length, 0);
    expect(size).toBeLessThan(110 * 1024);
  });
});
