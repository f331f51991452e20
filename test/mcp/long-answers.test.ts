import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LONGEST_ANSWER } from '../../src/mcp/answers/part-of.ts';
import { httpServer, sendJson } from '../support/http-server.ts';
import { type McpProgram, startMcp } from '../support/mcp.ts';

const FILE = '/repositories/acme/api/src/main/file';
const DIFF = '/repositories/acme/api/pullrequests/1/diff';

/** A program whose Bitbucket answers every request with these bytes. */
async function serving(
  body: string | Uint8Array,
  contentType = 'text/plain',
  headers: Record<string, string> = {},
): Promise<McpProgram> {
  const bytes = Buffer.from(body);
  const { url } = await httpServer((_, response) => {
    response.writeHead(200, {
      'content-type': contentType,
      'content-length': bytes.length,
      ...headers,
    });
    response.end(bytes);
  });
  return await startMcp(account(url));
}

const account = (url: string) => ({
  BBX_API_URL: url,
  ATLASSIAN_USER_EMAIL: 'ada@example.com',
  ATLASSIAN_API_TOKEN: 'secret-token-of-the-test',
});

/** Follows what the remarks say, as a model would, until none is left. */
async function allParts(program: McpProgram, args: Record<string, unknown>): Promise<string[]> {
  const parts: string[] = [];
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const { text, remarks, isError } = await program.call('bb_get', {
      ...args,
      ...(offset > 0 && { offset }),
    });
    expect(isError, text).toBe(false);
    parts.push(text);
    const next = /Call again with offset: (\d+)/.exec(remarks)?.[1];
    offset = next === undefined ? undefined : Number(next);
  }
  return parts;
}

/** As long as the one that defeats the leading server, with what is hard to cut in it. */
function longDiff(): string {
  const lines = ['diff --git a/a.ts b/a.ts', '--- a/a.ts', '+++ b/a.ts', '@@ -1,9 +1,9 @@'];
  for (let line = 0; lines.join('\n').length < 143_000; line += 1) {
    lines.push(
      `+  log("line ${line}: \\"quoted\\", \u00e9\u2713\u{1f680}\t\\n");`,
      '-',
      ` ${line}\r`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('a long diff', () => {
  test('is cut at the end of a line and says how it goes on', async () => {
    const diff = longDiff();
    const program = await serving(diff);
    const { text, remarks } = await program.call('bb_get', { path: DIFF });
    expect(text.length).toBeLessThanOrEqual(LONGEST_ANSWER);
    expect(text.length).toBeGreaterThan(LONGEST_ANSWER - 200);
    expect(diff.startsWith(text)).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
    expect(remarks).toBe(
      `Cut: characters 0 to ${text.length} of ${diff.length}. Call again with offset: ${text.length} for what follows; a negative offset shows the end.`,
    );
  });

  test('is all there in parts that together are its bytes (D3)', async () => {
    const diff = longDiff();
    const program = await serving(diff);
    const parts = await allParts(program, { path: DIFF });
    expect(parts.length).toBe(4);
    expect(Buffer.from(parts.join('')).equals(Buffer.from(diff))).toBe(true);
  });

  test('of one line is cut between two characters', async () => {
    const line = `x${'\u{1f680}'.repeat(60_000)}`;
    const program = await serving(line);
    const parts = await allParts(program, { path: DIFF });
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
    expect(parts.join('')).toBe(line);
  });

  test('in a script that costs more is cut sooner', async () => {
    const text = '\u6f22\u5b57\u3068\u304b\u306a\n'.repeat(12_000);
    const program = await serving(text);
    const parts = await allParts(program, { path: DIFF });
    expect(Buffer.byteLength(parts[0] ?? '')).toBeLessThanOrEqual(60_000);
    expect(parts.join('')).toBe(text);
  });

  test('shows its end, from the start of a line, where a log tells what failed', async () => {
    const log = `${'a line of a log\n'.repeat(9000)}error: it failed\n`;
    const program = await serving(log);
    const { text, remarks } = await program.call('bb_get', { path: DIFF, offset: -40 });
    expect(text).toBe('a line of a log\nerror: it failed\n');
    expect(remarks).toBe(
      `Cut: characters ${log.length - text.length} to ${log.length} of ${log.length}.`,
    );
    const all = await program.call('bb_get', { path: DIFF, offset: -9_999_999 });
    expect(log.startsWith(all.text)).toBe(true);
    expect(all.remarks).toContain('Cut: characters 0 to ');
  });

  test('that is short is whole, wherever one starts before it', async () => {
    const program = await serving('one\ntwo\n');
    const answer = await program.call('bb_get', { path: DIFF, offset: -500 });
    expect(answer).toMatchObject({ text: 'one\ntwo\n', remarks: '' });
  });

  test('has no part behind its end', async () => {
    const program = await serving('short\n');
    const { text, isError } = await program.call('bb_get', { path: DIFF, offset: 6 });
    expect(isError).toBe(true);
    expect(text).toBe(
      'error: The answer has 6 characters, offset is 6.\nhint: Leave offset away to read from the start.',
    );
  });
});

test('long data is cut too, and says what would make it short', async () => {
  const values = Array.from({ length: 3000 }, (_, id) => ({ id, name: `branch number ${id}` }));
  const { url } = await httpServer((_, response) => sendJson(response, { values, pagelen: 3000 }));
  const program = await startMcp(account(url));
  const path = '/repositories/acme/api/refs/branches';
  const first = await program.call('bb_get', { path });
  expect(first.remarks).toMatch(/offset: \d+ for what follows, or ask for less with jq, fields/);
  const json = (await allParts(program, { path, outputFormat: 'json' })).join('');
  expect(JSON.parse(json).values).toEqual(values);
});

test('what a write answers is never asked for again with the same write', async () => {
  const { url, seen } = await httpServer((_, response) =>
    sendJson(response, { text: 'long '.repeat(10_000) }),
  );
  const program = await startMcp(account(url));
  const { remarks, isError } = await program.call('bb_post', { path: '/snippets', body: {} });
  expect(isError).toBe(false);
  expect(remarks).toMatch(/^Cut: .* bb_get reads what follows\.$/);
  expect(seen).toHaveLength(1);
});

describe('a file', () => {
  test('in JSON arrives as it was written', async () => {
    const file = '{\r\n  "one": 1.0,\n\t"big": 12345678901234567890, "b": "\\u00e9\\u200b" }\n\n';
    const program = await serving(file, 'application/json');
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({ text: file, remarks: '' });
  });

  test('that looks like a list of Bitbucket arrives as it was written', async () => {
    const file = '{"pagelen": 10,  "values": [ {"type": "mine"} ]}';
    const program = await serving(file, 'application/json');
    expect((await program.call('bb_get', { path: FILE })).text).toBe(file);
  });

  test('in JSON can be filtered', async () => {
    const program = await serving('{"version": "1.0", "other": [1]}', 'application/json');
    expect((await program.call('bb_get', { path: FILE, jq: 'version' })).text).toBe('"1.0"');
  });

  test('in text cannot be filtered, and that is said', async () => {
    const program = await serving('one\ntwo\n');
    const { text, isError } = await program.call('bb_get', { path: FILE, jq: 'one' });
    expect(isError).toBe(true);
    expect(text).toMatch(/jq reads JSON, and this answer is text\.\nhint: Leave jq away\./);
  });

  test('with line ends of Windows keeps them', async () => {
    const program = await serving('one\r\ntwo\r\n\r\n');
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({
      text: 'one\r\ntwo\r\n\r\n',
      remarks: '',
    });
  });

  test('that is empty is said to be so, since a part without a word is refused by some models', async () => {
    const { url } = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end();
    });
    const program = await startMcp(account(url));
    const { isError, text } = await program.call('bb_get', { path: FILE });
    expect({ isError, text }).toEqual({ isError: false, text: 'Empty: 0 bytes.' });
  });

  test('with hidden characters shows them, and says so', async () => {
    const program = await serving('do\u202enot\u{e0041} see\n');
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({
      text: 'do<U+202E>not<U+E0041> see\n',
      remarks: 'What cannot be seen is written as <U+…> or ^X here.',
    });
  });

  test('with colours, as a log has them, is read without', async () => {
    const program = await serving('\u001b[1;31mred\u001b[0m and plain\n');
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({
      text: 'red and plain\n',
      remarks: 'Colour codes are left out.',
    });
  });

  test('that is binary is named with its type and its size', async () => {
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
      randomBytes(5000),
    ]);
    const program = await serving(png, 'image/png');
    const { text, isError } = await program.call('bb_get', { path: FILE });
    expect(isError).toBe(false);
    expect(text).toBe(
      `Binary (image/png, ${png.length} bytes), not shown. bb_clone brings files of a repository to disk.`,
    );
  });

  test('that is binary and large is not read to its end', async () => {
    let sent = 0;
    const total = 300 * 1024 * 1024;
    const chunk = Buffer.alloc(64 * 1024);
    const { url } = await httpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-length': total });
      const more = () => {
        while (!response.destroyed && sent < total) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const program = await startMcp(account(url));
    const { text } = await program.call('bb_get', { path: FILE });
    expect(text).toContain(`Binary (application/zip, ${total} bytes)`);
    expect(sent).toBeLessThan(total / 4);
  });

  test('that is a text beyond all measure is refused with what else can be done', async () => {
    const program = await serving(Buffer.alloc(17 * 1024 * 1024, 'text '));
    const { text, isError } = await program.call('bb_get', { path: FILE });
    expect(isError).toBe(true);
    expect(text).toMatch(/longer than 16 MiB .*\nhint: .*bb_clone/);
  });

  test('in Latin-1 is read, and said to be no UTF-8', async () => {
    const program = await serving(Buffer.from('Gr\xfc\xdfe, \xa3 5\n', 'latin1'));
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({
      text: 'Gr\u00fc\u00dfe, \u00a3 5\n',
      remarks: 'Not UTF-8: read as Windows-1252 (Latin-1).',
    });
  });

  test('in UTF-16 is read, and said to be that', async () => {
    const program = await serving(Buffer.from('\ufeffGr\u00fc\u00dfe\r\n', 'utf16le'));
    expect(await program.call('bb_get', { path: FILE })).toMatchObject({
      text: 'Gr\u00fc\u00dfe\r\n',
      remarks: 'UTF-16, shown as text.',
    });
  });
});
