import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import { answerText } from '../../../src/mcp/answers/answer-text.ts';
import { KeptAnswers } from '../../../src/mcp/answers/kept-answers.ts';

let answers = new KeptAnswers();
afterEach(() => {
  answers.close();
  answers = new KeptAnswers();
});

const bytes = (text: string): Answer => ({
  kind: 'bytes',
  body: (async function* () {
    yield Buffer.from(text);
  })(),
  contentType: 'text/plain',
});

async function answered(answer: Answer, more: object) {
  const asked = { input: {}, jq: undefined, outputFormat: undefined, full: false, offset: 0 };
  const reader = { answers, tool: 'bb_get', anew: 'Call it again.' };
  const { text, remarks } = await answerText(
    answer,
    { ...asked, ...more },
    { effect: 'read' },
    reader,
  );
  return { text, said: remarks.filter((remark) => !remark.startsWith('Text by')).join(' ') };
}

const fileOf = (name: string) =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-old\n+new ${name}\n`;
const DIFF = ['a.ts', 'b.ts', 'c.md'].map(fileOf).join('');

describe('a first call that picks', () => {
  test('a whole file says shortly where the others are', async () => {
    const { text, said } = await answered(bytes(DIFF), { file: 'b.ts' });
    expect(text).toBe(fileOf('b.ts'));
    expect(said).toMatch(/^1 of 3 files\. bb_get path "answer:\d+" has all of it\.$/);
  });

  test('all that there is keeps nothing and says nothing', async () => {
    expect((await answered(bytes(DIFF), { file: '*' })).said).toBe('');
    expect((await answered(bytes('one\ntwo\n'), { grep: 'one' })).said).toBe(
      '1 of 1 lines that fit.',
    );
    expect((await answered(bytes('one\ntwo\n'), { lines: 2, offset: -900 })).said).toBe('');
  });

  test('lines in some files names them', async () => {
    const { text } = await answered(bytes(DIFF), { file: '*.ts', grep: '^.new' });
    const second = fileOf('a.ts').length;
    expect(text).toMatch(/^-- offset \d+ a\.ts\n/);
    expect(text).toContain(`-- offset ${second + fileOf('b.ts').indexOf('@@')} b.ts\n`);
  });

  test('lines that are not there says so once', async () => {
    const { text, said } = await answered(bytes(DIFF), { grep: 'nowhere' });
    expect(text).toBe('No line fits.');
    expect(said).toMatch(/^bb_get path "answer:\d+" has all of it\.$/);
  });

  test('what does not fit keeps what was sent, and says where', async () => {
    for (const wanted of [{ file: 'd.ts' }, { grep: 'x', offset: 999_999 }]) {
      const error = await answered(bytes(DIFF), wanted).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ hint: /bb_get path "answer:\d+" has it all\.$/ });
      const number = /answer:(\d+)/.exec(String(Object(error).hint))?.[1];
      expect(answers.find(Number(number)).text.length).toBe(DIFF.length);
    }
  });

  test('rows numbers them as rows', async () => {
    const values = Array.from({ length: 30 }, (_, id) => ({ id, name: `branch ${id}` }));
    const data: Answer = { kind: 'data', data: { values, size: 30 } };
    const { text, said } = await answered(data, { grep: 'branch 2[13]$' });
    expect(text).toMatch(
      /^-- offset \d+\n22: {2}21,branch 21\n-- offset \d+\n24: {2}23,branch 23\n$/,
    );
    expect(said).toMatch(/^2 of 2 rows that fit\. Columns: /);
    expect((await answered(data, { grep: 'none' })).text).toBe('No row fits.');
  });
});

test('a diff is shown as text, also where a line of it holds a NUL', async () => {
  const { text } = await answered(bytes(DIFF.replace('-old', '-o\0d')), {});
  expect(text).toBe(DIFF.replace('-old', '-o^@d'));
  expect((await answered(bytes('no diff \0'), {})).text).toMatch(/^Binary/);
});
