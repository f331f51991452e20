import { expect, test } from 'vitest';
import { messageLines } from '../../src/mcp/message-lines.ts';

const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
const opening = (protocolVersion: string) =>
  JSON.stringify({ ...ping(0), method: 'initialize', params: { protocolVersion } });

/** Sends chunks through, and gives the chunks that came out and the answers that were written. */
async function through(chunks: readonly (string | Buffer)[], longest = 1000) {
  const answers: { id: unknown; error: { code: number } }[] = [];
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
  for (const { id } of answers) expect(id).toBeNull();
  return { lines, error, codes: answers.map((answer) => answer.error.code) };
}

test('every message passes as it is, a line a chunk, however its bytes come', async () => {
  const text = `${JSON.stringify(ping('é✓漢'))}\n${JSON.stringify(ping(2))}\r\n`;
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  const expected = { lines: text.split(/(?<=\n)/), codes: [], error: undefined };
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

test('what is no message is answered, and empty lines are nothing', async () => {
  const { lines, codes } = await through([
    '{"jsonrpc":\nhello\n42\nnull\n"x"\n\n \r\n',
    Buffer.from([0xff, 0xfe, 10]),
    `${JSON.stringify(ping(1))}\n`,
  ]);
  expect(lines).toHaveLength(1);
  expect(codes).toEqual([-32700, -32700, -32600, -32600, -32600, -32700]);
});

test('a line beyond the longest is an error, before its end has come', async () => {
  const fits = `${JSON.stringify(ping('x'.repeat(900)))}\n`;
  expect(await through([fits, fits, fits])).toMatchObject({ lines: [fits, fits, fits] });
  const { lines, error } = await through([fits, ...Array(11).fill('x'.repeat(100))]);
  expect(lines).toEqual([fits]);
  expect(error?.message).toBe('a message is longer than 1000 bytes');
});
