import { describe, expect, test } from 'vitest';
import { clientDesk } from '../../support/client-desk.ts';

describe('what people have written', () => {
  test.each([
    ['cursor', '{"mcpServers": {"bitbucket": {"command": "bbx", "args": ["mcp", // why\n]}}}'],
    ['codex', '[mcp_servers.bitbucket]\ncommand = "bbx"\nargs = [\n  "mcp", # why\n]\n'],
    ['goose', 'extensions:\n  bitbucket:\n    cmd: bbx\n    args:\n      - mcp # why\n'],
  ])('between the arguments of a server of %s is not written over', async (id, text) => {
    const desk = clientDesk();
    desk.write(desk.file(id), text);
    const [row] = await desk.install([id]);
    expect(row?.result).toBe('left alone');
    expect(row?.notes.join()).toContain('"/opt/bbx/bin/bbx.js"');
    expect(desk.read(desk.file(id))).toBe(text);
  });

  test('behind a section of goose without servers stays, and what came after it', async () => {
    const desk = clientDesk();
    desk.write(desk.file('goose'), 'extensions: # my remark\n');
    await desk.install(['goose']);
    const more = 'GOOSE_MODEL: x\n';
    desk.write(desk.file('goose'), `${desk.read(desk.file('goose'))}  # last words\n${more}`);
    await desk.uninstall(['goose']);
    expect(desk.read(desk.file('goose'))).toBe(`extensions: # my remark\n  # last words\n${more}`);
  });

  test('in TOML may be a number that is larger than numbers are', async () => {
    const desk = clientDesk();
    const text = 'a = 9223372036854775807\n';
    desk.write(desk.file('codex'), text);
    expect(await desk.install(['codex'])).toMatchObject([{ result: 'added' }]);
    await desk.install(['codex'], { flags: [{ name: 'read-only' }] });
    await desk.uninstall(['codex']);
    expect(desk.read(desk.file('codex'))).toBe(text);
  });

  test.each(['', '\n', '{}', '{ }\n'])('is the same after two servers: %j', async (text) => {
    const desk = clientDesk();
    for (const last of ['bitbucket', 'two']) {
      desk.write(desk.file('kiro'), text);
      await desk.install(['kiro']);
      await desk.install(['kiro'], { name: 'two' });
      await desk.uninstall(['kiro'], { name: last === 'two' ? 'bitbucket' : 'two' });
      await desk.uninstall(['kiro'], { name: last });
      expect(desk.read(desk.file('kiro'))).toBe(text);
    }
  });

  test('into the entry by hand is taken out only where that is meant, and is said', async () => {
    const desk = clientDesk();
    const server = { command: 'bbx', args: ['mcp'], env: { A: 'secret' }, timeout: 60 };
    const text = JSON.stringify({ mcpServers: { bitbucket: server } });
    desk.write(desk.file('cursor'), text);
    const [left] = await desk.uninstall(['cursor']);
    expect(left).toMatchObject({ result: 'left alone' });
    expect(left?.error).toContain('it holds env, timeout too');
    expect(left?.notes.join()).toContain('bbx mcp uninstall cursor --name bitbucket');
    expect(desk.read(desk.file('cursor'))).toBe(text);
    const [gone] = await desk.uninstall(['cursor'], { nameGiven: true });
    expect(gone).toMatchObject({ result: 'removed' });
    expect(gone?.notes.join()).toContain('env, timeout');
    expect(gone?.notes.join()).not.toContain('secret');
  });
});
