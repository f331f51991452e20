import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientList } from '../../../src/core/mcp-clients/client-list.ts';
import { CLIENTS } from '../../../src/core/mcp-clients/clients.ts';
import { editorFor } from '../../../src/core/mcp-clients/editor-for.ts';
import { serversIn } from '../../../src/core/mcp-clients/servers-in.ts';
import { clientDesk, WORDS } from '../../support/client-desk.ts';

/** What people have in such a file, written as nobody would write it. */
const ODD = {
  json: (section: string) =>
    `// mine\n{\n   "b": 1, "a" : [ 1,2 ],   // kept\n\t"${section}":   {\n      "other":{"command":"x","env":{"K":"v"}} /* it */\n  } , "z": null\n}\n\n`,
  toml: (section: string) =>
    `# mine\nb = 1\na=[1,2]   # kept\n\n[${section}.other]\n  command   = 'x'\n\n  [${section}.other.env]\n  K = "v"\n# end\n`,
  yaml: (section: string) =>
    `# mine\nb: 1\na: [1,2]   # kept\n${section}:\n    other:   # it\n        cmd: 'x'\n        envs: {K: "v"}\n\nz: ~\n`,
};

const BROKEN = { json: '{\n  "a": 1\n  "b": 2\n}\n', toml: 'a = 1\nb =\n', yaml: 'a: 1\nb: "x\n' };
const WRONG = {
  json: (section: string) => `{"${section}": []}`,
  toml: (section: string) => `${section} = 1\n`,
  yaml: (section: string) => `${section}: [1]\n`,
};

/** What bbx is started with, as the file says it. */
async function wordsIn(id: string, text: string, name = 'bitbucket') {
  const client = CLIENTS.find((each) => each.id === id);
  if (client === undefined) throw new Error(id);
  const servers = serversIn(client, (await editorFor(client)).read(text));
  return servers.find((server) => server.name === name)?.words;
}

/** Whether every character of a text is in another, in the same order. */
function isIn(text: string, other: string): boolean {
  let at = -1;
  return [...text].every((sign) => {
    at = other.indexOf(sign, at + 1);
    return at >= 0;
  });
}

const everything = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.local'))
    .sort();

describe.each(CLIENTS.map(({ id, format, section }) => [id, format, section] as const))(
  'in the file of %s, bbx',
  (id, format, section) => {
    test('is added where there is no file, and all goes again', async () => {
      const desk = clientDesk();
      const before = everything(desk.home);
      const [row] = await desk.install([id]);
      expect(row).toMatchObject({
        client: id,
        result: 'added',
        file: desk.file(id),
        command: WORDS,
      });
      expect(await wordsIn(id, desk.read(desk.file(id)))).toEqual(WORDS);
      expect(statSync(desk.file(id)).mode & 0o777).toBe(0o600);
      const { mtimeNs } = statSync(desk.file(id), { bigint: true });
      expect(await desk.install([id])).toMatchObject([{ result: 'unchanged' }]);
      expect(statSync(desk.file(id), { bigint: true }).mtimeNs).toBe(mtimeNs);
      expect(await desk.uninstall([id])).toMatchObject([{ result: 'removed' }]);
      expect(everything(desk.home)).toEqual(before);
      expect(existsSync(join(desk.home, '.local/state/bbx/mcp-clients.json'))).toBe(false);
    });

    test('goes into a file that has more, and out of it to the byte', async () => {
      const desk = clientDesk();
      const odd = ODD[format](section);
      const lines = odd.replaceAll('\n', '\r\n');
      // All kinds for one client of each format; a mark and CRLF for every one.
      const all = ['vscode', 'codex', 'goose'].includes(id);
      const texts = all ? ['', odd, lines, odd.trimEnd(), `\uFEFF${lines}`] : [`\uFEFF${lines}`];
      for (const text of texts) {
        desk.write(desk.file(id), text);
        chmodSync(desk.file(id), 0o640);
        expect(await desk.install([id])).toMatchObject([{ result: 'added' }]);
        const after = desk.read(desk.file(id));
        expect(isIn(text, after)).toBe(true);
        expect(await wordsIn(id, after.replace('\uFEFF', ''))).toEqual(WORDS);
        expect(statSync(desk.file(id)).mode & 0o777).toBe(0o640);
        expect(await desk.install([id])).toMatchObject([{ result: 'unchanged' }]);
        expect(desk.read(desk.file(id))).toBe(after);
        expect(await desk.uninstall([id])).toMatchObject([{ result: 'removed' }]);
        expect(desk.read(desk.file(id))).toBe(text);
      }
    });

    test('is not added to a file that is broken or of another form, nor over another server', async () => {
      const desk = clientDesk();
      const file = desk.file(id);
      const foreign =
        format === 'toml'
          ? `[${section}.bitbucket]\ncommand = "peer"\n`
          : `{"${section}": {"bitbucket": {"command": "npx", "cmd": "npx"}}}`;
      const texts = [BROKEN[format], WRONG[format](section), foreign];
      const said = [
        / is not valid (JSON|TOML|YAML) at line \d/,
        /has something else/,
        /has another server/,
      ];
      for (const [at, text] of texts.entries()) {
        desk.write(file, text);
        for (const work of [desk.install, desk.uninstall]) {
          const [row] = await work([id]);
          expect(row).toMatchObject({ result: 'left alone', file });
          expect(row?.error).toContain(file);
          if (work === desk.install || at < 2) expect(row?.error).toMatch(said[at] ?? /x/);
          expect(row?.notes).toHaveLength(1);
          expect(desk.read(file)).toBe(text);
        }
      }
    });

    test('is brought up to date, and keeps the limits that it had', async () => {
      const desk = clientDesk();
      desk.write(desk.file(id), ODD[format](section));
      await desk.install([id], {
        command: ['/old/node', '/old/bin/bbx.js'],
        flags: [{ name: 'read-only' }],
      });
      const [row] = await desk.install([id], { flags: [{ name: 'profile', value: 'work' }] });
      const words = [...WORDS, '--read-only', '--profile', 'work'];
      expect(row).toMatchObject({ result: 'updated', command: words });
      expect(row?.notes.join()).toContain('Keeps --read-only');
      expect(await wordsIn(id, desk.read(desk.file(id)))).toEqual(words);
      await desk.uninstall([id]);
      expect(desk.read(desk.file(id))).toBe(ODD[format](section));
    });
  },
);

describe('bbx mcp install', () => {
  test('adds limits to those that a server has, each once', async () => {
    const desk = clientDesk();
    const pin = (value: string) => ({ name: 'pin', value, repeats: true });
    const confirm = (value: string) => ({ name: 'confirm', value });
    await desk.install(['kiro'], { flags: [pin('acme'), confirm('always')] });
    const flags = [pin('acme'), pin('other/web'), confirm('never'), { name: 'no-merge' }];
    const [row] = await desk.install(['kiro'], { flags });
    const limits = '--pin acme --confirm never --pin other/web --no-merge'.split(' ');
    expect(row).toMatchObject({ result: 'updated', command: [...WORDS, ...limits] });
    expect((await desk.install(['kiro'], { flags }))[0]?.result).toBe('unchanged');
  });

  test('takes the clients that are installed, found by a folder or a program', async () => {
    const desk = clientDesk({ PATH: '' });
    mkdirSync(join(desk.home, '.codex'));
    mkdirSync(join(desk.home, '.config/zed'), { recursive: true });
    desk.write(join(desk.home, 'bin/qwen'), '#!/bin/sh\n', 0o755);
    desk.write(join(desk.home, 'bin/gemini'), 'no program', 0o644);
    const place = { platform: 'linux' as const, home: desk.home };
    const environment = { PATH: `relative:${join(desk.home, 'bin')}` };
    const rows = await desk.install([], { place: { ...place, environment } });
    expect(rows.map(({ client }) => client)).toEqual(['codex', 'qwen', 'zed']);
  });

  test('says which clients there are where none is installed, and which is near a wrong word', async () => {
    const desk = clientDesk({ PATH: '' });
    await expect(desk.install([])).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('claude-code, claude-desktop, cursor'),
    });
    await expect(desk.install(['cursr'])).rejects.toMatchObject({ hint: 'Did you mean cursor?' });
    await expect(desk.install(['emacs'])).rejects.toMatchObject({
      hint: expect.stringContaining('There are: claude-code'),
    });
    await expect(desk.install(['cursor'], { name: 'a b' })).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect(await desk.install(['claude', 'Claude Code', 'claudecode'])).toHaveLength(1);
    const names = ['vs code', 'visual-studio-code', 'github copilot', 'kilocode', 'JetBrains'];
    const rows = await desk.install(names);
    expect(rows.map(({ client }) => client)).toEqual(['vscode', 'copilot', 'kilo', 'junie']);
    await expect(desk.install(['constructor'])).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('does all other files where one is in the way', async () => {
    const desk = clientDesk();
    desk.write(desk.file('cursor'), '{');
    const rows = await desk.install(['claude-code', 'cursor', 'codex']);
    expect(rows.map(({ result }) => result)).toEqual(['added', 'left alone', 'added']);
  });

  test('writes through symbolic links, also one that leads nowhere yet', async () => {
    const desk = clientDesk();
    const link = desk.file('zed');
    const target = join(desk.home, 'dotfiles/zed.json');
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync('../../dotfiles/zed.json', link);
    await desk.install(['zed']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(existsSync(target)).toBe(true);
    await desk.uninstall(['zed']);
    expect(existsSync(join(desk.home, 'dotfiles'))).toBe(false);
    desk.write(target, '{"a": 1}', 0o644);
    await desk.install(['zed']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('bitbucket');
    expect(statSync(target).mode & 0o777).toBe(0o644);
    await desk.uninstall(['zed']);
    expect(readFileSync(target, 'utf8')).toBe('{"a": 1}');
  });

  test('does nothing in a dry run, and shows what it would write', async () => {
    const desk = clientDesk();
    desk.write(desk.file('gemini'), '{"security": {"auth": "secret"}}');
    const before = everything(desk.home);
    const rows = await desk.install(['gemini', 'codex'], { dryRun: true });
    expect(rows.map(({ result }) => result)).toEqual(['would be added', 'would be added']);
    expect(rows[0]?.written).toContain('"bitbucket"');
    expect(rows[0]?.written).not.toContain('secret');
    expect(rows[1]?.written).toBe(
      '[mcp_servers.bitbucket]\ncommand = "/opt/node 20/bin/node"\nargs = ["/opt/bbx/bin/bbx.js", "mcp"]',
    );
    expect(everything(desk.home)).toEqual(before);
    expect(existsSync(join(desk.home, '.local'))).toBe(false);
    await desk.install(['codex']);
    const gone = await desk.uninstall(['codex'], { dryRun: true });
    expect(gone).toMatchObject([{ result: 'would be removed' }]);
    expect(desk.read(desk.file('codex'))).toContain('bitbucket');
  });

  test('changes what a person added to the entry as little as the rest', async () => {
    const desk = clientDesk();
    const text = `{\n  "mcpServers": {\n    "bitbucket": {\n      "command": "bbx", // ours\n      "args": ["mcp"],\n      "disabled": true,\n      "timeout": 60\n    }\n  }\n}\n`;
    desk.write(desk.file('cline'), text);
    await desk.install(['cline']);
    expect(desk.read(desk.file('cline'))).toBe(
      text
        .replace('"bbx"', '"/opt/node 20/bin/node"')
        .replace('["mcp"]', '["/opt/bbx/bin/bbx.js", "mcp"]'),
    );
    await desk.uninstall(['cline'], { nameGiven: true });
    expect(JSON.parse(desk.read(desk.file('cline')))).toEqual({ mcpServers: {} });
  });

  test('keeps two servers of other names apart, and says that they are there', async () => {
    const desk = clientDesk();
    await desk.install(['kiro']);
    const [row] = await desk.install(['kiro'], {
      name: 'work',
      flags: [{ name: 'profile', value: 'work' }],
    });
    expect(row?.notes.join()).toContain('starts bbx as bitbucket too');
    expect(await wordsIn('kiro', desk.read(desk.file('kiro')), 'work')).toContain('--profile');
    expect((await desk.uninstall(['kiro']))[0]?.notes.join()).toContain('--name work');
    expect(await wordsIn('kiro', desk.read(desk.file('kiro')))).toBeUndefined();
    await desk.uninstall([], { name: 'work' });
    expect(existsSync(desk.file('kiro'))).toBe(false);
  });

  test('takes a server out of a file that its client has written anew since', async () => {
    const desk = clientDesk();
    await desk.install(['claude-code']);
    const data = { numStartups: 3, ...JSON.parse(desk.read(desk.file('claude-code'))) };
    desk.write(desk.file('claude-code'), JSON.stringify(data));
    await desk.uninstall(['claude-code']);
    expect(desk.read(desk.file('claude-code'))).toBe('{"numStartups":3}');
  });

  test('writes the file of the project that a folder lies in, with names that hold for all', async () => {
    const desk = clientDesk();
    mkdirSync(join(desk.project, '.git'));
    mkdirSync(join(desk.project, 'src'));
    const more = {
      scope: 'project' as const,
      cwd: join(desk.project, 'src'),
      flags: [{ name: 'read-only' }],
    };
    const rows = await desk.install(['claude-code', 'copilot', 'zed'], more);
    expect(rows.map(({ result }) => result)).toEqual(['added', 'unchanged', 'added']);
    expect(JSON.parse(desk.read(join(desk.project, '.mcp.json')))).toEqual({
      mcpServers: { bitbucket: { type: 'stdio', command: 'bbx', args: ['mcp', '--read-only'] } },
    });
    // It is for all who work on the project.
    expect(statSync(join(desk.project, '.zed')).mode & 0o755).toBe(0o755);
    expect(statSync(join(desk.project, '.zed/settings.json')).mode & 0o777).toBe(0o644);
    await desk.uninstall([], more);
    expect(everything(desk.project)).toEqual(['.git', 'src']);
  });

  test('refuses --project for a client without such files, and in the home folder', async () => {
    const desk = clientDesk();
    const scope = 'project' as const;
    await expect(desk.install(['windsurf'], { scope })).rejects.toMatchObject({
      message: 'Windsurf has no project file.',
    });
    await expect(desk.install(['cursor'], { scope, cwd: desk.home })).rejects.toMatchObject({
      message: 'The home folder is no project.',
    });
  });

  test('follows no link out of a project, and takes the home folder by any name for none', async () => {
    const desk = clientDesk();
    const scope = 'project' as const;
    const own = join(desk.home, '.kube/conf.json');
    const text = '{"mcpServers": {"bitbucket": {"command": "bbx", "args": ["mcp"]}}}';
    desk.write(own, text);
    mkdirSync(join(desk.project, 'inside'));
    symlinkSync(own, join(desk.project, '.mcp.json'));
    symlinkSync('../../.not-there', join(desk.project, '.cursor'));
    symlinkSync('../../.kube', join(desk.project, '.roo'));
    symlinkSync('../../../etc-not-there.json', join(desk.project, 'opencode.json'));
    symlinkSync('inside', join(desk.project, '.kiro'));
    const ids = ['claude-code', 'cursor', 'roo', 'opencode', 'kiro'];
    const rows = await desk.install(ids, { scope });
    expect(rows.map(({ error = '' }) => / leads out of the project/.test(error))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(rows.at(-1)?.result).toBe('added');
    await desk.uninstall(ids, { scope });
    expect(desk.read(own)).toBe(text);
    expect(readdirSync(dirname(own))).toEqual(['conf.json']);
    const other = join(dirname(desk.home), `${basename(desk.home)}-link`);
    onTestFinished(() => rmSync(other, { force: true }));
    symlinkSync(desk.home, other);
    for (const home of [other, `${desk.home}/`]) {
      const place = { platform: 'linux' as const, home, environment: {} };
      const asked = desk.install(['cursor'], { scope, cwd: desk.home, place });
      await expect(asked).rejects.toMatchObject({ message: 'The home folder is no project.' });
    }
  });

  test('tells of what its parsers cannot take, and does the other files', async () => {
    const desk = clientDesk();
    const aliases = `a: &a 1\nb: [${'*a, '.repeat(2000)}*a]\nc: *nobody\n`;
    desk.write(desk.file('goose'), aliases);
    desk.write(desk.file('cursor'), `{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    for (const work of [desk.install, desk.uninstall]) {
      const rows = await work(['goose', 'cursor', 'zed']);
      expect(rows.map(({ result }) => result)).toEqual([
        'left alone',
        'left alone',
        work === desk.install ? 'added' : 'removed',
      ]);
      expect(rows[0]?.error).toMatch(/cannot read|not valid/);
      expect(rows[1]?.error).toContain('cannot read');
    }
  });

  test('is done where nothing can be remembered of it', async () => {
    const desk = clientDesk();
    const state = join(desk.home, '.local/state/bbx');
    const around = async () => {
      expect(await desk.install(['kiro'])).toMatchObject([{ result: 'added' }]);
      expect(await desk.uninstall(['kiro'])).toMatchObject([{ result: 'removed' }]);
    };
    mkdirSync(join(state, 'mcp-clients.json/x'), { recursive: true });
    await around();
    rmSync(state, { recursive: true });
    desk.write(state, 'no folder');
    await around();
    rmSync(state);
    // Nothing can be made in there, not even by root.
    symlinkSync('/proc/self', state);
    await around();
  });

  test('remembers each file before it is written, and tidies what a crash left', async () => {
    const desk = clientDesk();
    const [first, second] = [desk.file('kiro'), desk.file('zed')];
    desk.write(`${first}.bbx-new`, 'half');
    const ending = new Error('cut off');
    const { withUndoRecords } = await import('../../../src/core/mcp-clients/undo-records.ts');
    const records = join(desk.home, '.local/state/bbx/mcp-clients.json');
    const environment = {};
    const record = { after: '', inserted: [], created: true, folders: [], section: true };
    const cut = withUndoRecords({ home: desk.home, environment }, async ({ put }) => {
      await put(second, 'bitbucket', record);
      expect(desk.read(records)).toContain(second);
      throw ending;
    });
    await expect(cut).rejects.toBe(ending);
    expect(desk.read(records)).toContain(second);
    await desk.install(['kiro']);
    expect(readdirSync(dirname(first))).toEqual(['mcp.json']);
    desk.write(`${first}.bbx-new`, 'half');
    await desk.install(['kiro']);
    expect(readdirSync(dirname(first))).toEqual(['mcp.json']);
    await desk.uninstall(['kiro', 'zed']);
    expect(existsSync(dirname(records))).toBe(false);
  });

  test('takes names that every object has, and refuses the same ones in and out', async () => {
    const desk = clientDesk();
    for (const name of ['constructor', 'toString']) {
      for (const id of ['cursor', 'codex', 'goose']) {
        expect(await desk.uninstall([id], { name })).toMatchObject([{ result: 'not there' }]);
        expect(await desk.install([id], { name })).toMatchObject([{ result: 'added' }]);
        expect(await desk.uninstall([id], { name })).toMatchObject([{ result: 'removed' }]);
      }
    }
    for (const work of [desk.install, desk.uninstall]) {
      await expect(work(['cursor'], { name: 'a b' })).rejects.toMatchObject({ code: 'USAGE' });
    }
  });

  test('leaves a file alone that it must not write, or cannot read as text', async () => {
    const desk = clientDesk();
    desk.write(desk.file('cursor'), Uint8Array.of(0xff, 0xfe, 0x7b, 0));
    mkdirSync(desk.file('kiro'), { recursive: true });
    const rows = await desk.install(['cursor', 'kiro']);
    expect(rows.map(({ error }) => error)).toEqual([
      `${desk.file('cursor')} is not UTF-8.`,
      `${desk.file('kiro')} is no ordinary file.`,
    ]);
  });

  test('leaves alone what is no ordinary file, and waits for none', async () => {
    const desk = clientDesk();
    const pipe = join(desk.home, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const id of ['cursor', 'zed']) mkdirSync(dirname(desk.file(id)), { recursive: true });
    symlinkSync(pipe, desk.file('cursor'));
    execFileSync('mkfifo', [desk.file('zed')]);
    for (const ids of [['cursor', 'zed'], []]) {
      const work = ids.length > 0 ? desk.install : desk.uninstall;
      const rows = await work(ids);
      expect(rows.map(({ error }) => error)).toEqual([
        `${desk.file('cursor')} is no ordinary file.`,
        `${desk.file('zed')} is no ordinary file.`,
      ]);
    }
    const { data } = await clientList({ platform: 'linux', home: desk.home, environment: {} }, '/');
    expect(data.map(({ works, seen }) => [works, seen])).toEqual([
      ['no', 'the file is no ordinary file'],
      ['no', 'the file is no ordinary file'],
    ]);
    const { replaceFile } = await import('../../../src/core/settings/replace-file.ts');
    await expect(replaceFile(pipe, 'x')).rejects.toMatchObject({ code: 'FILE' });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'leaves a file to its owner, also run by root',
    async () => {
      const desk = clientDesk();
      desk.write(desk.file('zed'), '{}');
      chownSync(desk.file('zed'), 1234, 1235);
      await desk.install(['zed']);
      expect(statSync(desk.file('zed'))).toMatchObject({ uid: 1234, gid: 1235 });
    },
  );

  test('run several times at once ends as if run once after the other', async () => {
    const desk = clientDesk();
    desk.write(desk.file('zed'), '{}');
    const runs = await Promise.all([1, 2, 3, 4].map(() => desk.install(['zed', 'codex'])));
    const results = runs.flat().map(({ result }) => result);
    expect(results.filter((result) => result === 'added')).toHaveLength(2);
    expect(results.filter((result) => result === 'unchanged')).toHaveLength(6);
    await desk.uninstall([]);
    expect(desk.read(desk.file('zed'))).toBe('{}');
    expect(existsSync(join(desk.home, '.local/state/bbx/mcp-clients.json'))).toBe(false);
  });

  test('leaves a file alone that is read-only', async () => {
    const desk = clientDesk();
    desk.write(desk.file('zed'), '{}', 0o444);
    const [row] = await desk.install(['zed']);
    // Permissions do not stop root.
    if (process.getuid?.() === 0) expect(row?.result).toBe('added');
    else expect(row?.error).toContain('cannot be written (EACCES)');
  });

  test('does not write over what another program writes at the same moment', async () => {
    const desk = clientDesk();
    const { readSource, writeSource } = await import('../../../src/core/mcp-clients/source.ts');
    desk.write(desk.file('zed'), '{}');
    const source = await readSource(desk.file('zed'));
    desk.write(desk.file('zed'), '{"new": 1}');
    await expect(writeSource(source, '{"ours": 1}')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(desk.read(desk.file('zed'))).toBe('{"new": 1}');
    const absent = await readSource(desk.file('kiro'));
    desk.write(desk.file('kiro'), '{"new": 1}');
    await expect(writeSource(absent, '{}')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readdirSync(dirname(desk.file('kiro')))).toEqual(['mcp.json']);
  });
});

describe('a server that starts bbx by way of another program', () => {
  test('is neither written over nor taken out', async () => {
    const desk = clientDesk();
    const wrapper = { command: 'op', args: ['run', '--env-file=x', '--', 'bbx', 'mcp'] };
    const text = JSON.stringify({ mcpServers: { bitbucket: wrapper } });
    desk.write(desk.file('cursor'), text);
    for (const work of [desk.install, desk.uninstall]) {
      const [row] = await work(['cursor']);
      expect(row).toMatchObject({ result: 'left alone' });
      expect(row?.error).toContain('another server');
      expect(desk.read(desk.file('cursor'))).toBe(text);
    }
  });
});
