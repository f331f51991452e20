import { describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { httpServer, sendJson } from '../support/http-server.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const PULLS = `${REPO}/pullrequests`;

describe('--all', () => {
  test('follows next in pages of 50 for pull requests, and is silent (D7)', async () => {
    const ran = await desk.bbx(['get', PULLS, '--all', '--jq', 'values[].id']);
    expect(json(ran)).toHaveLength(66);
    expect(ran.stderr).toBe('');
    expect(desk.asked).toHaveLength(2);
    expect(desk.asked[0]).toBe(`GET ${PULLS}?pagelen=50`);
    expect(desk.asked[1]).toContain('page=2');
  });

  test('asks for pages of 100 elsewhere', async () => {
    const { stderr } = await desk.bbx(['get', `${REPO}/refs/branches`, '--all']);
    expect(stderr).toBe('');
    expect(desk.asked[0]).toBe(`GET ${REPO}/refs/branches?pagelen=100`);
  });

  test('leaves a page size that was given', async () => {
    const ran = await desk.bbx([
      'get',
      PULLS,
      '--all',
      '-q',
      'pagelen=20',
      '--jq',
      'length(values)',
    ]);
    expect(json(ran)).toBe(66);
    expect(desk.asked.map((asked) => /pagelen=\d+/.exec(asked)?.[0])).toEqual(
      Array(4).fill('pagelen=20'),
    );
  });

  test('gives one document, without what is true of one page only', async () => {
    const data = json(await desk.bbx(['get', PULLS, '--all', '-q', 'fields=-values.links']));
    expect(Object.keys(Object(data)).sort()).toEqual(['size', 'values']);
  });

  test('adds next to a whitelist of fields, and takes it out again', async () => {
    const data = json(
      await desk.bbx(['get', PULLS, '--all', '-q', 'fields=values.id,values.title']),
    );
    expect(Object.keys(Object(data))).toEqual(['values']);
    expect(Object(data).values).toHaveLength(66);
    expect(Object(data).values[0]).toEqual({ id: 108, title: expect.any(String) });
    expect(decodeURIComponent(desk.asked[0] ?? '')).toContain(
      'fields=values.id,values.title,next,size',
    );
  });

  test('of what is no list is its answer, and of bytes an error that says so', async () => {
    expect(json(await desk.bbx(['get', '/user', '--all']))).toHaveProperty('uuid');
    const diff = await desk.bbx(['get', `${PULLS}/42/diff`, '--all']);
    expect(diff.exitCode).toBe(2);
    expect(diff.stderr).toContain('--all');
  });

  test('stops at a next on another origin, which never sees the credential', async () => {
    const other = await httpServer((_, response) => sendJson(response, { values: [2] }));
    desk.sandbox.faults.add({
      path: PULLS,
      status: 200,
      body: JSON.stringify({ values: [1], next: `${other.url}/2.0/x?page=2` }),
    });
    const { exitCode, stdout, stderr } = await desk.bbx(['get', PULLS, '--all']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('another place');
    expect(stdout.length).toBe(0);
    expect(other.seen).toEqual([]);
  });
});

describe('--limit', () => {
  test('follows next as far as needed, in pages that are no larger', async () => {
    const ran = await desk.bbx(['get', PULLS, '--limit', '60', '--jq', 'length(values)']);
    expect(json(ran)).toBe(60);
    expect(ran.stderr).toBe('60 of 66 shown; --all fetches the rest\n');
    expect(desk.asked).toHaveLength(2);
  });

  test('below a page asks for that many', async () => {
    const ran = await desk.bbx([
      'get',
      `${REPO}/refs/branches`,
      '--limit',
      '30',
      '--jq',
      'length(values)',
    ]);
    expect(json(ran)).toBe(30);
    expect(desk.asked).toEqual([`GET ${REPO}/refs/branches?pagelen=30`]);
  });

  test('beyond the list gives all of it without a note', async () => {
    const ran = await desk.bbx(['get', PULLS, '--limit', '500', '--jq', 'length(values)']);
    expect(json(ran)).toBe(66);
    expect(ran.stderr).toBe('');
  });

  test.each(['0', '-1', 'x', '1.5'])('%s is refused', async (limit) => {
    const ran = await desk.bbx(['get', PULLS, `--limit=${limit}`]);
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(/^error: .*limit.*\nhint: .+\n$/);
    expect(desk.requests).toEqual([]);
  });
});

describe('a single page', () => {
  test.each(['json', 'table', 'toon', 'raw'])(
    'says in %s how many of how many it is, even after a filter',
    async (format) => {
      const ran = await desk.bbx(['get', PULLS, '--jq', 'values[].{id: id}', '-o', format]);
      expect(ran.exitCode).toBe(0);
      expect(ran.stderr).toBe('10 of 66 shown; --all fetches the rest\n');
    },
  );

  test('that is the last one is still a part', async () => {
    const ran = await desk.bbx([
      'get',
      PULLS,
      '-q',
      'page=2',
      '-q',
      'pagelen=50',
      '--jq',
      'length(values)',
    ]);
    expect(json(ran)).toBe(16);
    expect(ran.stderr).toContain('16 of 66 shown');
  });
});
