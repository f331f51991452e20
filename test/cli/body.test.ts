import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunOptions, run } from '../support/cli.ts';
import { git } from '../support/git-server.ts';
import { httpServer, sendJson } from '../support/http-server.ts';
import { lacks } from '../support/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbx-body-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return `@${name}`;
};

/** Sends to a server that takes everything down, and gives what it saw. */
async function sent(args: readonly string[], options: RunOptions = {}) {
  const server = await httpServer((_, response) => sendJson(response, { ok: true }));
  const env = { BBX_API_URL: server.url, BITBUCKET_ACCESS_TOKEN: 'token', ...options.env };
  const ran = await run(args, { cwd: folder, ...options, env });
  return { ...ran, seen: server.seen };
}

/** The JSON body that fields make. */
async function body(fields: readonly string[], options: RunOptions = {}): Promise<unknown> {
  const { seen, stderr } = await sent(['post', '/x', ...fields], options);
  if (seen[0] === undefined) throw new Error(stderr);
  expect(seen[0].headers['content-type']).toBe('application/json');
  return JSON.parse(seen[0].body.toString());
}

describe('-b', () => {
  test('takes JSON as it is', async () => {
    expect(await body(['-b', '{"title": "Ä \\"x\\"", "n": 1}'])).toEqual({ title: 'Ä "x"', n: 1 });
  });

  test('takes a list, which reports want (D11)', async () => {
    expect(await body(['-b', '[{"a": 1}, {"a": 2}]'])).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('takes a file, and standard input', async () => {
    expect(await body(['-b', file('a.json', '{"from": "file"}')])).toEqual({ from: 'file' });
    expect(await body(['--body', '-'], { stdin: '{"from": "stdin"}' })).toEqual({ from: 'stdin' });
    expect(await body(['-b', '@-'], { stdin: '{"from": "stdin"}' })).toEqual({ from: 'stdin' });
  });

  test('that is no JSON is refused before anything is sent', async () => {
    const { exitCode, stderr, seen } = await sent(['post', '/x', '-b', '{title: 1}']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: The body is no JSON: .+\nhint: .+\n$/);
    expect(seen).toEqual([]);
  });

  test('and a file that is not there is an error of this machine', async () => {
    const { exitCode, stderr, seen } = await sent(['post', '/x', '-b', '@absent.json']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('absent.json');
    expect(seen).toEqual([]);
  });
});

describe('-f and -F make the body as gh api does', () => {
  test.each<[readonly string[], unknown]>([
    [['-f', 'a=1', '-f', 'b=true'], { a: '1', b: 'true' }],
    [['-f', 'a=x=y=z'], { a: 'x=y=z' }],
    [['-f', 'a='], { a: '' }],
    [['-f', 'a=@none', '-f', 'b={repo}'], { a: '@none', b: '{repo}' }],
    [['-F', 'a=1', '-F', 'b=-7', '-F', 'c=+5', '-F', 'd=007'], { a: 1, b: -7, c: 5, d: 7 }],
    [['-F', 'a=1.5', '-F', 'b=1e3', '-F', 'c=0x1'], { a: '1.5', b: '1e3', c: '0x1' }],
    [['-F', 'a=12345678901234567890'], { a: '12345678901234567890' }],
    [
      ['-F', 'a=true', '-F', 'b=false', '-F', 'c=null', '-F', 'd=True'],
      { a: true, b: false, c: null, d: 'True' },
    ],
    [['-f', 'a[b]=c', '-f', 'a[d][e]=f'], { a: { b: 'c', d: { e: 'f' } } }],
    [['-f', 'a[]=x', '-f', 'a[]=y'], { a: ['x', 'y'] }],
    [['-F', 'a[]=1', '-F', 'a[]=null'], { a: [1, null] }],
    [['-f', 'a[]'], { a: [] }],
    [
      ['-f', 'a[][b]=1', '-f', 'a[][c]=2', '-f', 'a[][b]=3'],
      { a: [{ b: '1', c: '2' }, { b: '3' }] },
    ],
    [['-f', 'a[][b][]=1', '-f', 'a[][b][]=2'], { a: [{ b: ['1', '2'] }] }],
    [['-f', 'a[b][]=1', '-F', 'a[b][]=2'], { a: { b: ['1', 2] } }],
    [
      ['-f', 'content[raw]=Looks good', '-F', 'inline[path]=src/a.ts', '-F', 'inline[to]=12'],
      { content: { raw: 'Looks good' }, inline: { path: 'src/a.ts', to: 12 } },
    ],
    [['-f', 'constructor=2'], { constructor: '2' }],
  ])('%j', async (fields, expected) => {
    expect(await body(fields)).toEqual(expected);
  });

  test('-F reads @FILE and @- whole, as text', async () => {
    const at = file('text.md', '# Title\n\n{repo} 12\n');
    expect(await body(['-F', `a=${at}`])).toEqual({ a: '# Title\n\n{repo} 12\n' });
    expect(await body(['-F', 'a=@-'], { stdin: 'piped\n' })).toEqual({ a: 'piped\n' });
  });

  test.skipIf(lacks('git'))('-F fills {workspace}, {repo} and {branch}', async () => {
    const cwd = mkdtempSync(join(folder, 'clone-'));
    git(cwd, 'init', '-q', '-b', 'feature/x');
    git(cwd, 'remote', 'add', 'origin', 'git@bitbucket.org:acme/shop.git');
    const fields = [
      '-F',
      'source[branch][name]={branch}',
      '-F',
      'name={workspace}/{repo}',
      '-f',
      'text={branch}',
    ];
    expect(await body(fields, { cwd })).toEqual({
      source: { branch: { name: 'feature/x' } },
      name: 'acme/shop',
      text: '{branch}',
    });
  });

  test.each<[readonly string[]]>([
    [['-f', 'a']],
    [['-f', '=x']],
    [['-f', '[a]=x']],
    [['-f', 'a=1', '-f', 'a=2']],
    [['-f', 'a=1', '-f', 'a[b]=2']],
    [['-f', 'a=1', '-f', 'a[]=2']],
    [['-f', 'a[]=1', '-f', 'a[b]=2']],
    [['-f', 'a[b]=1', '-f', 'a[]=2']],
    [['-f', 'a=1', '-b', '{}']],
  ])('%j contradicts itself and is refused', async (fields) => {
    const { exitCode, stderr, seen } = await sent(['post', '/x', ...fields]);
    expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(exitCode).toBe(2);
    expect(seen).toEqual([]);
  });
});

describe('what is sent', () => {
  test('without a body has neither a body nor a Content-Type (D11)', async () => {
    const { seen, exitCode } = await sent(['post', '/x/approve']);
    expect(exitCode).toBe(0);
    expect(seen[0]?.headers['content-type']).toBeUndefined();
    expect(seen[0]?.headers['content-length']).toBe('0');
  });

  test('with --input is the file untouched, with the type that -H names', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0xe9]);
    file('bytes', bytes);
    const { seen } = await sent([
      'put',
      '/x',
      '--input',
      'bytes',
      '-H',
      'content-type: application/x-mine',
    ]);
    expect(seen[0]?.method).toBe('PUT');
    expect(seen[0]?.body.equals(bytes)).toBe(true);
    expect(seen[0]?.headers['content-type']).toBe('application/x-mine');
    const piped = await sent(['post', '/x', '--input', '-'], { stdin: '{"a":  1.0}' });
    expect(piped.seen[0]?.body.toString()).toBe('{"a":  1.0}');
    expect(piped.seen[0]?.headers['content-type']).toBe('application/json');
  });

  test('with -H carries the header, in any case of its name', async () => {
    const { seen } = await sent([
      'post',
      '/x',
      '--input',
      'bytes',
      '-H',
      'Content-Type: text/plain',
      '-H',
      'X-Two:  b ',
    ]);
    expect(seen[0]?.headers['content-type']).toBe('text/plain');
    expect(seen[0]?.headers['x-two']).toBe('b');
  });

  test.each([['nonsense'], ['Authorization: Bearer x'], ['a b: c'], ['x: a\nb: c']])(
    '-H %j is refused',
    async (line) => {
      const { seen, exitCode, stderr } = await sent(['get', '/x', '-H', line]);
      expect(exitCode, stderr).toBe(2);
      expect(seen).toEqual([]);
    },
  );

  test('with --form is multipart, files by their names and bytes', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const at = file('all bytes.bin', bytes);
    const { seen } = await sent([
      'post',
      '/x',
      '--form',
      'message=Ä message',
      '--form',
      `docs/new.md=${at}`,
    ]);
    const { body: raw, headers } = seen[0] ?? { body: Buffer.alloc(0), headers: {} };
    const form = await new Response(new Uint8Array(raw), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData();
    expect(form.get('message')).toBe('Ä message');
    const part = form.get('docs/new.md');
    if (!(part instanceof File)) throw new Error('no file came');
    expect(part.name).toBe('all bytes.bin');
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes)).toBe(true);
    expect(headers['content-length']).toBe(String(raw.length));
    expect(readFileSync(join(folder, 'all bytes.bin')).equals(bytes)).toBe(true);
  });

  test('cannot have two bodies', async () => {
    const { seen, exitCode } = await sent(['post', '/x', '-f', 'a=1', '--form', 'b=2']);
    expect(exitCode).toBe(2);
    expect(seen).toEqual([]);
  });
});

describe('a write that has happened', () => {
  test('is no failure because the filter does not fit its answer', async () => {
    const ran = await sent(['post', '/x', '--jq', 'length(ok)']);
    expect(ran.seen.length).toBe(1);
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toMatch(/^Done, but the filter does not fit the data/);
    expect(JSON.parse(ran.stdout.toString())).toEqual({ ok: true });
  });

  test('prints text unfiltered, too', async () => {
    const server = await httpServer((_, response) => response.end('plain'));
    const env = { BBX_API_URL: server.url, BITBUCKET_ACCESS_TOKEN: 'token' };
    const ran = await run(['post', '/x', '--jq', 'a'], { env });
    expect([ran.exitCode, ran.stdout.toString()]).toEqual([0, 'plain']);
    expect(ran.stderr).toMatch(/^Done, but /);
  });

  test('a filter that fits filters, and a read with one that does not fails', async () => {
    expect((await sent(['post', '/x', '--jq', 'ok'])).stdout.toString()).toBe('true\n');
    expect((await sent(['get', '/x', '--jq', 'length(ok)'])).exitCode).toBe(3);
  });

  test.each(['/nonexistent/x', '.'])('is not begun when %s cannot be written', async (path) => {
    const ran = await sent(['post', '/x', '--save', path]);
    expect([ran.exitCode, ran.seen.length]).toEqual([6, 0]);
  });

  test('goes to stdout with --save -', async () => {
    expect((await sent(['post', '/x', '--save', '-'])).stdout.toString()).toBe('{"ok":true}\n');
  });
});

test('the names of what every object has are names like others', async () => {
  const { seen } = await sent(['get', '/x', '-q', 'toString=1', '-q', 'constructor=a']);
  expect(seen[0]?.url).toBe('/2.0/x?toString=1&constructor=a');
});
