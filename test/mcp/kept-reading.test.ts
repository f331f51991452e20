import { describe, expect, test } from 'vitest';
import { called } from '../support/mcp.ts';
import { servingProgram } from './serving-program.ts';

const DIFF = '/repositories/acme/api/pullrequests/1/diff';
const desk = servingProgram();

const fileOf = (name: string, lines: number) =>
  [
    `diff --git a/${name} b/${name}`,
    `--- a/${name}`,
    `+++ b/${name}`,
    `@@ -0,0 +1,${lines} @@`,
    ...Array.from({ length: lines }, (_, at) => `+line ${at} of ${name}`),
    '',
  ].join('\n');
const FILES = ['src/a.ts', 'src/b.ts', 'docs/c.md'].map((name) => fileOf(name, 3000));

const get = async (args: Record<string, unknown>) => await desk.program.call('bb_get', args);

/** Reads the diff, which is kept, and gives its handle. */
async function handle(): Promise<string> {
  desk.serve(FILES.join(''));
  const { remarks } = await get({ path: DIFF });
  return /path "(answer:\d+)"/.exec(remarks)?.[1] ?? '';
}

describe('a kept answer', () => {
  test('gives one file of a diff, and goes on in it', async () => {
    const path = await handle();
    const first = await get({ path, file: 'src/b.ts' });
    expect(FILES[1]?.startsWith(first.text)).toBe(true);
    expect(first.remarks).toMatch(
      /^1 of 3 files, offsets within it\. Cut: characters 0 to \d+ of \d+\. offset: \d+ goes on\.\nText by/,
    );
    const [, offset] = /offset: (\d+) goes on/.exec(first.remarks) ?? [];
    const second = await get({ path, file: 'src/b.ts', offset });
    expect(first.text + second.text).toBe(FILES[1]);
    expect(second.remarks).not.toContain('goes on');
  });

  test('gives the lines that an expression fits, with the files that they are in', async () => {
    const path = await handle();
    const { text, remarks } = await get({ path, grep: 'line 29\\d9 of .*\\.ts', limit: 12 });
    const at = FILES.join('').indexOf('+line 2907 of src/a.ts');
    expect(text.startsWith(`-- offset ${at} src/a.ts\n2912-+line 2907 of src/a.ts\n`)).toBe(true);
    expect(text).toContain(' src/b.ts\n');
    expect(remarks).toMatch(/^12 of 20 lines that fit\. offset: \d+ goes on\./);
    expect((await get({ path, grep: 'nowhere' })).text).toBe('No line fits.');
  });

  test('gives so many lines, forwards and from its end', async () => {
    const path = await handle();
    expect((await get({ path, limit: 2 })).text).toBe(`${FILES[0]?.split('\n', 2).join('\n')}\n`);
    const end = await get({ path, offset: '-60' });
    expect(end.text).toBe('+line 2998 of docs/c.md\n+line 2999 of docs/c.md\n');
  });

  test('asks Bitbucket for nothing', async () => {
    const path = await handle();
    const before = desk.requests;
    await get({ path: `/${path}/`, offset: 5 });
    await get({ path, grep: 'x', file: '*.md' });
    expect(desk.requests).toBe(before);
  });

  test('is there for requests of the era in which each has its own server', async () => {
    const path = await handle();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'a test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { _meta, name: 'bb_get', arguments: { path, limit: 1 } };
    const { result } = await desk.program.request('tools/call', params);
    expect(called(result).text).toBe('diff --git a/src/a.ts b/src/a.ts\n');
    expect(result).not.toHaveProperty('structuredContent');
  });
});

test('a first call can pick, too', async () => {
  desk.serve(FILES.join(''));
  const one = await get({ path: DIFF, file: 'docs/*', limit: 1 });
  expect(one.text).toBe('diff --git a/docs/c.md b/docs/c.md\n');
  expect(one.remarks).toMatch(/^1 of 3 files, .* Kept as answer:\d+; .*offset: \d+ goes on/);
  const found = await get({ path: DIFF, grep: '^\\+line 7 ' });
  expect(found.text.match(/:\+line 7 of/g)).toHaveLength(3);
  expect(found.remarks).toMatch(
    /^3 of 3 lines that fit\. bb_get path "answer:\d+" has all of it\./,
  );
});

test('a limit of values is none of lines', async () => {
  const values = Array.from({ length: 30 }, (_, id) => ({ id, name: `branch ${id}` }));
  desk.serveJson({ values, size: 30 });
  const { text, remarks } = await get({ path: '/repositories/acme/api/refs/branches', limit: 20 });
  expect(text).toContain('19,branch 19');
  expect(remarks).toMatch(/^20 of 30 shown/);
});

describe('an error', () => {
  const failing = async (args: Record<string, unknown>) => {
    const { text, isError } = await get(args);
    expect(isError, text).toBe(true);
    return text;
  };

  test('says what does not go with a kept answer', async () => {
    const path = await handle();
    expect(await failing({ path, jq: 'id', queryParams: { a: 1 }, outputFormat: 'json' })).toBe(
      `error: ${path} is text, with which queryParams, jq, outputFormat cannot go.\nhint: It takes offset, limit (lines), grep and file. Make the first call again for another form.\ncode: USAGE; retryable: no`,
    );
    expect(await failing({ path, limit: 0 })).toMatch(/limit must be at least 1/);
    expect(await failing({ path, grep: '(' })).toMatch(/no regular expression/);
    expect(await failing({ path, file: 'none.ts' })).toMatch(/None of the 3 files fits none\.ts\./);
  });

  test('says that there is no such answer', async () => {
    expect(await failing({ path: 'answer:999' })).toMatch(
      /^error: There is no answer:999\.\nhint: .*\ncode: NOT_FOUND; retryable: no$/,
    );
  });

  test('says how to get one anew that has gone', async () => {
    const path = await handle();
    desk.serve('x'.repeat(50_000));
    for (let at = 0; at < 20; at += 1) await get({ path: `${DIFF}?${at}` });
    expect(await failing({ path })).toMatch(
      new RegExp(
        `^error: ${path} is no longer kept\\.\nhint: Call bb_get with path "${DIFF}" again\\. Still kept: `,
      ),
    );
  });

  test('of a limit of requests says when to come back', async () => {
    desk.answer((response) => {
      response.writeHead(429, { 'retry-after': '45' });
      response.end();
    });
    expect(await failing({ path: '/user' })).toMatch(
      /\ncode: RATE_LIMITED; retryable: yes, in 45 s$/,
    );
  });
});

test('no answer is sent twice: none has structured content', async () => {
  desk.serveJson({ id: 1, name: 'one' });
  for (const args of [{ path: '/user' }, { path: '/user', jq: 'id' }, { path: 'answer:999' }]) {
    const { result } = await desk.program.request('tools/call', {
      name: 'bb_get',
      arguments: args,
    });
    expect(result).toHaveProperty('content');
    expect(result).not.toHaveProperty('structuredContent');
  }
  const { result } = await desk.program.request('tools/list', {});
  expect(JSON.stringify(result)).not.toContain('outputSchema');
});
