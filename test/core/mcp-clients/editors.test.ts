import { describe, expect, test } from 'vitest';
import { type Editor, edited, Mistake } from '../../../src/core/mcp-clients/editor.ts';
import { jsonEditor } from '../../../src/core/mcp-clients/json-editor.ts';
import { tomlEditor } from '../../../src/core/mcp-clients/toml-editor.ts';
import { insertedBy, withoutInserted } from '../../../src/core/mcp-clients/undo-records.ts';
import { yamlEditor } from '../../../src/core/mcp-clients/yaml-editor.ts';

const ENTRY = {
  command: '/usr/bin/node',
  args: ['C:\\bbx "x"\\bbx.js', 'mcp', 'é', '","'],
  enabled: true,
};
const SPOT = { section: 'servers', name: 'bitbucket' };

const JSON_TEXTS = [
  '',
  '\n',
  '{}',
  '{ }',
  '{\n}\n',
  '{}\n',
  '// only words\n',
  '/* only words */',
  '{"a":1}',
  '{"a":1,}',
  '{ "a": 1, /* b */ }',
  '{"servers":{}}',
  '{\n  "servers": {}\n}',
  '{\n  "servers": {\n  }\n}\n',
  '{\n  "servers": { // none yet\n  }\n}\n',
  '{"servers":{"x":{"command":"y"}},"z":[1,2,{"servers":3}]}',
  '{\n\t"servers": {\n\t\t"x": {\n\t\t\t"command": "y"\n\t\t}\n\t},\n\t"z": 1\n}\n',
  '{\n    "servers": {\n        "x": {"command": "y"}, // of x\n        // last words\n    },\n    // and more\n}\n',
  '{\n  "servers": {\n    "x": {"command": "y"} // of x\n    // last words\n  }\n}',
  '{"servers": {"x": 1 // why\n}}',
  '{"servers": {"x": 1, "y": 2 /* why */ }}',
  '{\n  "a": { "b": {\n  "c": 1 } }, "servers":\n  {\n  "x":\n{} }\n}',
  '// top\n{\n  "$schema": "http://x//y", /* , } */\n  "a": "// no comment", "b": "\\"}",\n}\n// end\n',
  '{\n  "servers": {"a": 1}, "servers": {"b": 2}\n}',
];

const TOML_TEXTS = [
  '',
  '# only words\n',
  '# only words',
  'model = "x"\n',
  'model = "x"',
  '[servers]\n',
  '[servers.x]\ncommand = "y"\n\n# last words\n',
  'a = """\n[servers.bitbucket]\n"""\n[b]\nc = [\n  "d", # e\n]\n',
  '[[servers_of]]\nx = \'y\'\n[servers.x.env]\nA = "1"\n',
  'servers.x.command = "y"\n',
  'when = 1979-05-27T07:32:00Z\nbig = 9007199254740991\nf = 1e3\n\n\n',
];

const YAML_TEXTS = [
  '',
  '# only words\n',
  'A: b',
  'A: b\n',
  'servers:\n',
  'servers: # none yet\n',
  'servers: {}\n',
  'servers: {x: {cmd: y}}\nA: b\n',
  'servers: {\n  x: 1\n}\n',
  'servers:\n  x:\n    cmd: y # of x\n    # last words\nA: b\n',
  'A: b\nservers:\n    # first words\n    x:\n        cmd: |\n          y\n\n          z\n\n',
  'servers:\n- no: map\n'.replace('- no: map', '  "quoted key": {a: 1}'),
  '---\nservers:\n  x: &a\n    cmd: y\n  z: *a\n',
];

const CASES: readonly (readonly [name: string, editor: Editor, texts: readonly string[]])[] = [
  ['JSON', jsonEditor, JSON_TEXTS],
  ['TOML', tomlEditor, TOML_TEXTS],
  ['YAML', yamlEditor, YAML_TEXTS],
];

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? {}));
const words = (text: string) =>
  text.match(/(\/\/|#|\/\*)[^\n]*(words|why|of x|more|top|end|none yet)/g) ?? [];

/** Adds, changes and takes out again, and looks at each step at what the text says. */
function journey(editor: Editor, text: string): void {
  const before = plain(editor.read(text));
  const edits = editor.add(text, SPOT, ENTRY);
  const after = edited(text, edits);
  const expected = { ...before, servers: { ...before.servers, bitbucket: ENTRY } };
  expect(plain(editor.read(after)), after).toEqual(expected);
  expect(edited(after, withoutInserted(after, insertedBy(edits)))).toBe(text);
  expect(edits.every(({ length }) => length === 0)).toBe(true);

  const args = ['mcp', '--read-only'];
  const changed = edited(after, editor.set(after, SPOT, { args }));
  expected.servers.bitbucket = { ...ENTRY, args };
  expect(plain(editor.read(changed)), changed).toEqual(expected);

  const whole = before.servers === undefined;
  const left = edited(changed, editor.remove(changed, SPOT, whole));
  const { servers, ...others } = plain(editor.read(left));
  expect({ ...others, servers: servers ?? {} }, left).toEqual({
    ...before,
    servers: before.servers ?? {},
  });
  expect(words(left)).toEqual(words(text));
}

describe.each(CASES)('a server in %s', (_, editor, texts) => {
  test.each(texts.map((text) => [text]))('goes into %j and out again', (text) => {
    journey(editor, text);
  });

  test.each(texts.map((text) => [text.replaceAll('\n', '\r\n')]))('and with CRLF: %j', (text) => {
    journey(editor, text);
    const after = edited(text, editor.add(text, SPOT, ENTRY));
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('JSON that people have written by hand', () => {
  test('keeps its style: tabs, one line, last commas', () => {
    const put = (text: string) =>
      edited(text, jsonEditor.add(text, SPOT, { command: 'x', args: ['mcp'] }));
    expect(put('{\n\t"servers": {\n\t\t"y": {}\n\t}\n}\n')).toBe(
      '{\n\t"servers": {\n\t\t"y": {},\n\t\t"bitbucket": {\n\t\t\t"command": "x",\n\t\t\t"args": [\n\t\t\t\t"mcp"\n\t\t\t]\n\t\t}\n\t}\n}\n',
    );
    expect(put('{"servers": {"y": {}}}')).toBe(
      '{"servers": {"y": {}, "bitbucket": { "command": "x", "args": ["mcp"] }}}',
    );
    expect(put('{\n  "a": 1, // one\n}')).toBe(
      '{\n  "a": 1, // one\n  "servers": {\n    "bitbucket": {\n      "command": "x",\n      "args": [\n        "mcp"\n      ]\n    }\n  },\n}',
    );
  });

  test('in any arrangement goes the whole journey', () => {
    for (let seed = 1; seed <= 400; seed += 1) journey(jsonEditor, randomJson(seed));
  });
});

describe('a broken text', () => {
  test.each([
    [jsonEditor, '{\n  "a": 1\n  "b": 2\n}', 3],
    [jsonEditor, '{\n  "a": [1,\n', 3],
    [jsonEditor, '{} {}', 1],
    [jsonEditor, "{'a': 1}", 1],
    [tomlEditor, 'a = 1\nb = \n', 2],
    [tomlEditor, '[a]\n[a]\n', 2],
    [yamlEditor, 'z: 0\na: 1\n b: 2\n', 2],
    [yamlEditor, 'a: "x\n', 2],
    [yamlEditor, 'a: 1\na: 2\n', 2],
  ])('is said to be broken, with the line (%#)', (editor, text, line) => {
    let mistake: unknown;
    try {
      editor.read(text);
    } catch (error) {
      mistake = error;
    }
    expect(mistake).toBeInstanceOf(Mistake);
    expect(mistake).toMatchObject({ line });
  });
});

/** An object as somebody might have typed it: comments, last commas and blanks anywhere. */
function randomJson(seed: number): string {
  let state = seed * 2_654_435_761;
  const pick = (many: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state % many;
  };
  const gap = () =>
    ['', ' ', '\n', '\n    ', '\t', ' // a, "}" {\n', ' /* , */ ', '\n  // b\n  '][pick(8)] ?? '';
  const value = (depth: number): string => {
    if (depth > 2 || pick(3) === 0) return ['1', '"// x"', 'null', '"\\"}"', 'true'][pick(5)] ?? '';
    return pick(2) === 0 ? list('[', ']', () => value(depth + 1)) : object(depth + 1);
  };
  const list = (open: string, close: string, item: (at: number) => string) => {
    const count = pick(4);
    const items = Array.from({ length: count }, (_, at) => gap() + item(at) + gap());
    return (
      open + (count === 0 ? gap() : items.join(',') + (pick(3) === 0 ? `,${gap()}` : '')) + close
    );
  };
  const object = (depth: number): string =>
    list('{', '}', (at) => `"k${at}"${gap()}:${gap()}${value(depth + 1)}`);
  const servers = pick(3) === 0 ? '' : `"servers":${gap()}${object(1)}`;
  const other = `"other":${gap()}${value(1)}`;
  const members = [servers, other].filter((_, at) => at === 0 || pick(2) === 0).filter(Boolean);
  return `${gap()}{${gap()}${members.join(`${gap()},${gap()}`)}${gap()}}${gap()}`;
}
