import { describe, expect, test } from 'vitest';
import { readSources, type SourceFile } from '../support/sources.ts';

const FILES = readSources();
const BY_PATH = new Map(FILES.map((file) => [file.path, file]));
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);

/** Who may call whom; main.ts finds commands by their words and describes them. */
const MAY_CALL: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['commands', 'cli', 'core'],
  commands: ['cli', 'mcp', 'tui', 'sandbox', 'operations', 'core'],
  cli: ['operations', 'core'],
  mcp: ['operations', 'core'],
  tui: ['operations', 'core'],
  operations: ['core'],
  sandbox: ['core'],
  core: [],
};

/** Each outside thing has one home; where it has two, the design says why. */
const HOMES: readonly (readonly [thing: string, import_: RegExp, home: RegExp])[] = [
  [
    'processes',
    /^node:child_process$/,
    /^core\/git\/|^core\/editor\.ts$|^core\/auth\/(keychain-child|token-command)\.ts$|^core\/mcp-clients\/probe-server\.ts$|^sandbox\//,
  ],
  ['the network', /^node:(https?|http2)$|^undici$/, /^core\/client\/|^sandbox\//],
  ['oclif', /^@oclif\//, /^cli\/|^commands\//],
  ['the MCP packages', /^@modelcontextprotocol\//, /^mcp\//],
  ['Ink and React', /^(ink|react|@inkjs\/.*)(\/|$)/, /^tui\//],
  ['all of zod', /^zod$|^zod\/v4$/, /^mcp\//],
  ['formats', /^(chalk|jmespath|@toon-format\/toon)$/, /^core\/output\//],
  ['the keychain', /^@napi-rs\/keyring$/, /^core\/auth\/keychain\.ts$/],
];

/** The same for what is there without an import. */
const GLOBALS: readonly (readonly [thing: string, use: RegExp, home: RegExp])[] = [
  ['the environment', /\bprocess\.env\b/, /^core\/(config|auth\/keychain)\.ts$|^sandbox\//],
  [
    'writing to the streams',
    /process\.(stdout|stderr)\.(write|end)\b/,
    /^core\/output\/|^core\/auth\/keychain-child\.ts$|^main\.ts$/,
  ],
  ['the built-in fetch', /(?<![.\w])fetch\(/, /^core\/client\/transport\.ts$/],
  [
    'ending the process',
    /\bprocess\.exit\(/,
    /^cli\/interrupt\.ts$|^core\/(output\/terminal|auth\/keychain-child)\.ts$|^mcp\/serve\.ts$/,
  ],
];

/** Code without comments: a word in a sentence is no use. */
const code = ({ text }: SourceFile) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

test('every import of a file of ours leads to one', () => {
  const lost = FILES.flatMap((file) => file.own.filter((path) => !BY_PATH.has(path)));
  expect(lost).toEqual([]);
  expect(FILES.length).toBeGreaterThan(150);
});

test.each(Object.entries(MAY_CALL))('%s calls only %j, and itself', (room, allowed) => {
  const wrong = FILES.filter((file) => roomOf(file.path) === room).flatMap((file) =>
    file.own
      .filter((path) => ![room, ...allowed].includes(roomOf(path)))
      .map((path) => `${file.path} imports ${path}`),
  );
  expect(wrong).toEqual([]);
});

test('there is no room besides these', () => {
  expect([...new Set(FILES.map(({ path }) => roomOf(path)))].sort()).toEqual(
    Object.keys(MAY_CALL).sort(),
  );
});

test('errors are a leaf, but for the bounds of their words', () => {
  const words = 'core/bounded-words.ts';
  expect(BY_PATH.get('core/errors.ts')).toMatchObject({ own: [words], outside: [] });
  expect(BY_PATH.get(words)).toMatchObject({ own: [], outside: [] });
});

test.each(HOMES)('%s have one home', (_, import_, home) => {
  const users = FILES.filter(({ outside }) => outside.some((name) => import_.test(name)));
  expect(users.filter(({ path }) => !home.test(path)).map(({ path }) => path)).toEqual([]);
});

test.each(GLOBALS)('%s has one home', (_, use, home) => {
  const users = FILES.filter((file) => use.test(code(file)));
  expect(users.filter(({ path }) => !home.test(path)).map(({ path }) => path)).toEqual([]);
});

test('no import goes in circles, types included', () => {
  expect(circles()).toEqual([]);
});

/** Each circle once, as the files that it goes through. */
function circles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]) => {
    const at = way.indexOf(path);
    if (at >= 0) found.push([...way.slice(at), path].join(' > '));
    if (at >= 0 || done.has(path)) return;
    for (const next of BY_PATH.get(path)?.own ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const { path } of FILES) visit(path, []);
  return found;
}

describe('a file', () => {
  test('is named in kebab-case, and for what it holds', () => {
    const odd = FILES.filter(
      ({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.tsx?$/.test(path),
    );
    const vague = FILES.filter(({ path }) =>
      /\b(utils?|helpers|common|manager|service|misc)\b/.test(path.replace('payments-service', '')),
    );
    expect([...odd, ...vague].map(({ path }) => path)).toEqual([]);
  });

  test('hands on nothing of another: there are no barrels', () => {
    const barrels = FILES.filter((file) =>
      /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s+from/m.test(file.text),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});
