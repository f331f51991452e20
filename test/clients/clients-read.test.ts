import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { machine, PROGRAM } from '../support/mcp.ts';
import { runPart } from './parts.ts';

/** What every client has to start, as `bbx mcp install` writes it for one person. */
const WORDS = [process.execPath, PROGRAM, 'mcp', '--read-only'];
const COMMAND = WORDS.join(' ');

/** The clients that add-mcp reads the files of, by the names that bbx and add-mcp give them. */
const READ_BY_ADD_MCP: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  'claude-desktop': 'Claude Desktop',
  cursor: 'Cursor',
  vscode: 'VS Code',
  windsurf: 'Windsurf',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  copilot: 'GitHub Copilot CLI',
  opencode: 'OpenCode',
  goose: 'Goose',
  cline: 'Cline CLI',
  zed: 'Zed',
  kiro: 'Kiro CLI',
  kilo: 'Kilo Code',
};

/** Those of them that have no file of a project. */
const USER_ONLY = ['claude-desktop', 'windsurf', 'goose', 'cline'];

/** Qwen Code reads its file itself, below; nothing on npm reads those of Roo Code and Junie. */
const OTHERS = ['qwen', 'roo', 'junie'];

/** Programs that come as a package for each platform, and lie in .bin under no name. */
const PLATFORM = `${process.platform}-${process.arch}`;
const CLAUDE = `@anthropic-ai/claude-code-${PLATFORM}/claude`;
const OPENCODE = `opencode-${PLATFORM}-baseline/bin/opencode`;

const { home, env, remove } = machine({ NO_COLOR: '1', CI: 'true' });
const project = join(home, 'project');

beforeAll(async () => {
  mkdirSync(join(project, '.git'), { recursive: true });
  // add-mcp looks for this folder, and Gemini starts nothing where its user trusts nobody.
  mkdirSync(join(home, '.claude'));
  write('.gemini/trustedFolders.json', { [home]: 'TRUST_FOLDER' });
  const clients = [...Object.keys(READ_BY_ADD_MCP), ...OTHERS];
  await install(home, ...clients, '--read-only');
  await install(project, ...clients.filter((one) => !USER_ONLY.includes(one)), '--project');
});
afterAll(() => remove());

async function install(cwd: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await run(['mcp', 'install', ...args], { cwd, env });
  expect(exitCode, stderr).toBe(0);
}

/** Runs a client in the home that bbx has written to, and gives its words without colours. */
const says = (name: string, ...args: string[]) => saysIn(home, name, ...args);

async function saysIn(cwd: string, name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runPart(name, args, { cwd, env });
  expect(code, `${name} ${args.join(' ')}: ${stdout}${stderr}`).toBe(0);
  // Gemini tells its lists on stderr.
  return stripVTControlCharacters(stdout.trim() === '' ? stderr : stdout);
}

/** What `add-mcp list` found, by client. */
const found = (words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...words.matchAll(/^(\S.*):\n {2}- bitbucket \((.*)\)$/gm)].map(([, name, what]) => [
      name,
      what,
    ]),
  );

function write(file: string, content: unknown): void {
  const path = join(home, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}

test('add-mcp reads the same command from the file of each client that it knows', async () => {
  const expected = Object.values(READ_BY_ADD_MCP).map((name) => [name, COMMAND]);
  const words = await says('add-mcp', 'list', '--global');
  expect(found(words)).toEqual(Object.fromEntries(expected));
});

test('add-mcp reads the command that a project shares, which names no path', async () => {
  const expected = Object.entries(READ_BY_ADD_MCP)
    .filter(([client]) => !USER_ONLY.includes(client))
    .map(([, name]) => [name, 'bbx mcp']);
  expect(found(await saysIn(project, 'add-mcp', 'list'))).toEqual(Object.fromEntries(expected));
});

describe.concurrent('the client itself', () => {
  test('Claude Code reads the file, and connects', async () => {
    const words = await says(CLAUDE, 'mcp', 'get', 'bitbucket');
    expect(words).toMatch(/Status: . Connected/);
    expect(words).toMatch(/Scope: User config/);
    expect(words).toContain(`Command: ${process.execPath}\n  Args: ${WORDS.slice(1).join(' ')}\n`);
  });

  test('Codex reads the file', async () => {
    const { transport, enabled } = JSON.parse(
      await says('codex', 'mcp', 'get', 'bitbucket', '--json'),
    );
    const [command, ...args] = WORDS;
    expect({ enabled, transport }).toMatchObject({
      enabled: true,
      transport: { type: 'stdio', command, args },
    });
  });

  test('Copilot CLI reads the file, and offers every tool', async () => {
    const words = await says('copilot', 'mcp', 'get', 'bitbucket');
    expect(words).toContain('Status: Enabled');
    expect(words).toContain(`Command: ${COMMAND}`);
    expect(words).toContain('Tools: * (all)');
  });

  test('Gemini CLI reads the file, and connects', async () => {
    const words = await says('gemini', 'mcp', 'list');
    expect(words).toContain(`bitbucket: ${COMMAND} (stdio) - Connected`);
  });

  test('Qwen Code reads the file, and connects', async () => {
    const words = await says('qwen', 'mcp', 'list');
    expect(words).toContain(`bitbucket: ${COMMAND} (stdio) - Connected`);
  });

  // Its packages for other platforms are not on every registry, so the lock file has but this one.
  test.skipIf(PLATFORM !== 'linux-x64')('opencode reads the file, and connects', async () => {
    const words = await says(OPENCODE, 'mcp', 'list');
    expect(words).toMatch(/bitbucket connected/);
    expect(words).toContain(COMMAND);
  });
});

test.concurrent.each(['cursor', 'vscode', 'windsurf'])(
  'MCPorter imports the server from the file of %s',
  async (client) => {
    const { entries } = JSON.parse(await says('mcporter', 'config', 'import', client, '--json'));
    const [command, ...args] = WORDS;
    expect(entries).toMatchObject([{ name: 'bitbucket', entry: { command, args } }]);
  },
);

test('MCPorter finds the server in those files, and connects', async () => {
  const { servers } = JSON.parse(await says('mcporter', 'list', '--json'));
  const here = { name: 'bitbucket', status: 'ok', transport: `STDIO ${COMMAND}` };
  expect(servers).toMatchObject([here]);
  expect(servers[0].tools.length).toBeGreaterThan(0);
});

test('no file holds a token or the word for one', () => {
  const texts = ['.claude.json', '.codex/config.toml', '.gemini/settings.json'].map((file) =>
    readFileSync(join(home, file), 'utf8'),
  );
  expect(texts.join('')).not.toMatch(/token|password|secret/i);
});
