import { expect, test } from 'vitest';
import { messageLines } from '../../src/mcp/message-lines.ts';

const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
const opening = (protocolVersion: string) =>
  JSON.stringify({ ...ping(0), method: 'initialize', params: { protocolVersion } });

/** Sends chunks through, and gives the chunks that came out and the answers that were written. */
async function through(chunks: readonly (string | Buffer)[], longest = 1000) {
  const answers: { id: unknown; error: { code: number; data?: unknown } }[] = [];
  const stream = messageLines({
    longest,
    answer: async (text) => {
      expect(text).toMatch(/^([^\n]+\n)+$/);
      answers.push(
        ...text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
    },
  });
  const lines: string[] = [];
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  for (const chunk of chunks) stream.write(chunk);
  const error = await new Promise<Error | undefined>((resolve) => {
    stream.on('error', resolve).on('end', () => resolve(undefined));
    stream.end();
  });
  const answered = answers.filter(({ id }) => id !== null);
  return {
    lines,
    error,
    answered,
    all: answers,
    codes: answers.map((answer) => answer.error.code),
  };
}

test('every message passes as it is, a line a chunk, however its bytes come', async () => {
  const text = `${JSON.stringify(ping('é✓漢'))}\n${JSON.stringify(ping(2))}\r\n`;
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  const expected = {
    lines: text.split(/(?<=\n)/),
    codes: [],
    answered: [],
    all: [],
    error: undefined,
  };
  expect(await through(bytes)).toEqual(expected);
  expect(await through([text])).toEqual(expected);
});

test('a batch of the version that has batches is taken apart, in its order', async () => {
  const members = [ping(1), { jsonrpc: '2.0', method: 'notifications/x' }, ping('{"__proto__"')];
  const { lines, codes } = await through([
    `${opening('2025-03-26')}\n`,
    `${JSON.stringify(members)}\n`,
    ` [ ${JSON.stringify(ping(4))} , 7, [] ]\r\n[]\n`,
  ]);
  expect(lines.slice(1).map((line) => JSON.parse(line))).toEqual([...members, ping(4)]);
  expect(codes).toEqual([-32600, -32600, -32600]);
});

test.each(['2024-11-05', '2025-06-18', '2025-11-25'])(
  'in a session of %s a batch is refused whole',
  async (version) => {
    const { lines, codes } = await through([
      `${opening(version)}\n${JSON.stringify([ping(1), ping(2)])}\n${JSON.stringify(ping(3))}\n`,
    ]);
    expect(lines).toHaveLength(2);
    expect(codes).toEqual([-32600]);
  },
);

test('a request of a version that nobody speaks is refused, also after the first', async () => {
  const of = (version: string, id?: number) => ({
    ...ping(id),
    params: { _meta: { 'io.modelcontextprotocol/protocolVersion': version } },
  });
  const requests = [of('2026-07-28', 1), of('1900-01-01', 2), of('2026-07-28', 3)];
  const text = requests.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { lines, answered } = await through([text]);
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 3]);
  const data = { supported: ['2026-07-28'], requested: '1900-01-01' };
  expect(answered).toEqual([
    { jsonrpc: '2.0', id: 2, error: expect.objectContaining({ code: -32022, data }) },
  ]);
  const notice = `${JSON.stringify(of('1900-01-01'))}\n`;
  expect((await through([notice])).lines).toEqual([notice]);
  const agreed = [`${opening('2025-11-25')}\n`, `${JSON.stringify(of('2025-11-25', 1))}\n`];
  expect((await through(agreed)).lines).toEqual(agreed);
});

test('what is no message is answered, and empty lines are nothing', async () => {
  const { lines, codes } = await through([
    '{"jsonrpc":\nhello\n42\nnull\n"x"\n\n \r\n',
    Buffer.from([0xff, 0xfe, 10]),
    `${JSON.stringify(ping(1))}\n`,
  ]);
  expect(lines).toHaveLength(1);
  expect(codes).toEqual([-32700, -32700, -32600, -32600, -32600, -32700]);
});

test.each<[wrong: object, code: number, id: unknown]>([
  [{ params: [] }, -32602, 1],
  [{ params: 'x' }, -32602, 1],
  [{ params: 3 }, -32602, 1],
  [{ params: { _meta: 7 } }, -32602, 1],
  [{ params: { _meta: { progressToken: 1.5 } } }, -32602, 1],
  [{ params: { _meta: { progressToken: {} } } }, -32602, 1],
  [{ params: { _meta: { 'io.modelcontextprotocol/related-task': 3 } } }, -32602, 1],
  [{ method: 'tools/list', params: { cursor: 5 } }, -32602, 1],
  [{ method: 'prompts/list', params: { cursor: {} } }, -32602, 1],
  [{ method: 'tools/call' }, -32602, 1],
  [{ method: 'tools/call', params: { name: 7, arguments: {} } }, -32602, 1],
  [{ method: 'tools/call', params: { name: 'x', arguments: [] } }, -32602, 1],
  [{ method: 'tools/call', params: { name: 'x', arguments: 'path' } }, -32602, 1],
  [{ method: 'tools/call', params: { name: 'x', arguments: '[1]' } }, -32602, 1],
  [{ id: 1.5 }, -32600, null],
  [{ id: 1e21 }, -32600, null],
  [{ id: null }, -32600, null],
  [{ id: true }, -32600, null],
  [{ id: {} }, -32600, null],
  [{ jsonrpc: '1.0' }, -32600, 1],
  [{ jsonrpc: undefined }, -32600, 1],
  [{ method: 5 }, -32600, 1],
  [{ method: undefined }, -32600, 1],
])(
  'a request with %j, which the SDK drops in silence or does not explain, is answered',
  async (wrong, code, id) => {
    const request = `${JSON.stringify({ ...ping(1), ...wrong })}\n`;
    const { lines, all } = await through([request]);
    expect(lines).toEqual([]);
    expect(all).toEqual([
      { jsonrpc: '2.0', id, error: { code, message: expect.stringMatching(/^Invalid \w+: .+/) } },
    ]);
    const batch = [`${opening('2025-03-26')}\n`, `[${request.trim()}]\n`];
    expect((await through(batch)).all).toEqual(all);
  },
);

test.each<[given: object, meant: object]>([
  [{ params: null }, {}],
  [{ params: { a: 1, _meta: null } }, { params: { a: 1 } }],
  [{ params: { _meta: { progressToken: null, b: 2 } } }, { params: { _meta: { b: 2 } } }],
  [{ extra: 1 }, {}],
  [
    { method: 'tools/list', params: { cursor: null } },
    { method: 'tools/list', params: {} },
  ],
  ...['{"path": "/user"}', { path: '/user' }].map((args): [object, object] => [
    { method: 'tools/call', params: { name: 'x', arguments: args } },
    { method: 'tools/call', params: { name: 'x', arguments: { path: '/user' } } },
  ]),
  [
    { method: 'tools/call', params: { name: 'x', arguments: null } },
    { method: 'tools/call', params: { name: 'x' } },
  ],
  [
    { method: 'tools/call', params: { name: 'x', arguments: '' } },
    { method: 'tools/call', params: { name: 'x', arguments: {} } },
  ],
])('a request with %j is understood', async (given, meant) => {
  const { lines, all } = await through([`${JSON.stringify({ ...ping(1), ...given })}\n`]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([{ ...ping(1), ...meant }]);
  expect(all).toEqual([]);
});

test('an answer to a question of the server passes, and a notification is never answered', async () => {
  const passed = [
    { jsonrpc: '2.0', id: 1, result: {} },
    { jsonrpc: '2.0', id: 2, error: { code: 1, message: 'x' } },
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: [] },
  ].map((message) => `${JSON.stringify(message)}\n`);
  const { lines, all } = await through(passed);
  expect(lines).toEqual(passed);
  expect(all).toEqual([]);
});

test('a line beyond the longest is an error, before its end has come', async () => {
  const fits = `${JSON.stringify(ping('x'.repeat(900)))}\n`;
  expect(await through([fits, fits, fits])).toMatchObject({ lines: [fits, fits, fits] });
  const { lines, error } = await through([fits, ...Array(11).fill('x'.repeat(100))]);
  expect(lines).toEqual([fits]);
  expect(error?.message).toBe('a message is longer than 1000 bytes');
});
