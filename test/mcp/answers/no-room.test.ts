import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Answer, BytesAnswer } from '../../../src/core/answer.ts';
import type { Effect } from '../../../src/core/operation.ts';
import { answerText } from '../../../src/mcp/answers/answer-text.ts';
import { KeptAnswers } from '../../../src/mcp/answers/kept-answers.ts';

const made: KeptAnswers[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const answers of made.splice(0)) answers.close();
});

const asked = { input: {}, jq: undefined, outputFormat: undefined, full: false, offset: 0 };

function keeper(memory: number): KeptAnswers {
  const answers = new KeptAnswers({ memory });
  made.push(answers);
  return answers;
}

const noFiles = () => vi.stubEnv('TMPDIR', join(import.meta.dirname, 'nowhere'));

async function* bodyOf(text: string) {
  for (let at = 0; at < text.length; at += 50_000) yield Buffer.from(text.slice(at, at + 50_000));
}

const bytes = (text: string): BytesAnswer => ({
  kind: 'bytes',
  body: bodyOf(text),
  contentType: 'text/plain',
});
const data = (value: unknown): Answer => ({ kind: 'data', data: value });

const answered = async (answers: KeptAnswers, answer: Answer, effect: Effect, more = {}) =>
  await answerText(
    answer,
    { ...asked, ...more },
    { effect },
    { answers, tool: 'bb_get', anew: 'Call it again.' },
  );

const LOG = 'a line of a log\n'.repeat(40_000);

describe('where no file can be made', () => {
  test('what a write answers is shown as far as there is room, and is no error', async () => {
    noFiles();
    const answers = keeper(100_000);
    const list = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `number ${id}` }));
    for (const answer of [data(list), bytes(LOG)]) {
      const { text, remarks } = await answered(answers, answer, 'write');
      expect(text.length).toBeGreaterThan(30_000);
      expect(remarks.join('\n')).toMatch(
        /What follows character \d+ is left out, and this cannot be read on: A long answer cannot be kept in a temporary file: .*TMPDIR/,
      );
      expect(remarks.join('\n')).not.toContain('Kept as');
    }
    const small = await answered(answers, data({ id: 1 }), 'write');
    expect(small).toMatchObject({ text: 'id: 1', remarks: [] });
  });

  test('older answers make room, those that were not read for longest first', async () => {
    noFiles();
    const answers = keeper(1_500_000);
    const handles: number[] = [];
    for (let at = 0; at < 3; at += 1) {
      const { remarks } = await answered(answers, bytes(LOG), 'read');
      handles.push(Number(/Kept as answer:(\d+)/.exec(remarks.join('\n'))?.[1]));
    }
    expect(() => answers.find(handles[0] ?? 0)).toThrow('no longer kept');
    for (const handle of handles.slice(1)) {
      const { text } = answers.find(handle);
      expect(text.read(0, text.length) === LOG).toBe(true);
    }
  });

  test('what may stand behind the end is an error of a call that reads', async () => {
    noFiles();
    const search = answered(keeper(100_000), bytes(LOG), 'read', { grep: 'line' });
    await expect(search).rejects.toMatchObject({ code: 'FILE' });
  });
});

test('short answers make no file and lose no kept one, however full the memory is', async () => {
  const answers = keeper(1_000_000);
  const { remarks } = await answered(answers, bytes(LOG), 'read');
  const handle = Number(/Kept as answer:(\d+)/.exec(remarks.join('\n'))?.[1]);
  const full = answers.begin();
  full.append('x'.repeat(340_000));
  full.end();
  // Whoever looked for a file now would find none, and let the kept answer go in its place.
  noFiles();
  for (let at = 0; at < 30; at += 1) {
    await answered(answers, bytes('short\n'.repeat(5000)), 'read');
    await answered(answers, data({ id: at }), 'read');
  }
  expect(answers.find(handle).text.length).toBe(LOG.length);
  full.close();
});

test('a filter that does not fit what a write answered is no error of the write', async () => {
  const { text, remarks } = await answered(keeper(1000), bytes('made\n'), 'write', { jq: 'id' });
  expect(text).toBe('made\n');
  expect(remarks[0]).toBe('Done, but jq failed: jq reads JSON, and this answer is text.');
});
