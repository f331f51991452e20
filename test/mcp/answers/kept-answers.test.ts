import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { KeptAnswers, type KeptLimits } from '../../../src/mcp/answers/kept-answers.ts';
import { PrivateFile } from '../../../src/mcp/answers/private-file.ts';

const made: KeptAnswers[] = [];
afterEach(() => {
  for (const answers of made.splice(0)) answers.close();
});

function keeper(limits: Partial<KeptLimits> = {}): KeptAnswers {
  const answers = new KeptAnswers(limits, 0);
  made.push(answers);
  return answers;
}

function keep(answers: KeptAnswers, content: string): number {
  const text = answers.begin();
  text.append(content);
  text.end();
  return answers.keep({ text, remarks: [], byOthers: false }, 'Call bb_get again.');
}

const read = (answers: KeptAnswers, number: number) => {
  const { text } = answers.find(number);
  return text.read(0, text.length);
};

/** Files of this process that are open and have no name any more; only Linux tells. */
function unnamedFiles(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const link = readlinkSync(`/proc/self/fd/${fd}`);
      return link.includes('bbx-answer-') ? [fd] : [];
    } catch {
      return [];
    }
  });
}

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('bbx-answer-'));

describe('kept answers', () => {
  test('are as many as there is room for; the one that was not read for longest goes', () => {
    const answers = keeper({ answers: 3 });
    const numbers = ['a', 'b', 'c'].map((content) => keep(answers, content));
    expect(numbers).toEqual([1, 2, 3]);
    expect(read(answers, 1)).toBe('a');
    expect(keep(answers, 'd')).toBe(4);
    expect(() => answers.find(2)).toThrow('answer:2 is no longer kept.');
    expect([1, 3, 4].map((number) => read(answers, number))).toEqual(['a', 'c', 'd']);
  });

  test('hold so many bytes together, and always the last one', () => {
    const answers = keeper({ bytes: 10 });
    keep(answers, '12345');
    keep(answers, '12345');
    keep(answers, '1');
    expect(() => answers.find(1)).toThrow('no longer kept');
    expect(read(answers, 2)).toBe('12345');
    keep(answers, 'x'.repeat(50));
    expect(() => answers.find(2)).toThrow('no longer kept');
    expect(read(answers, 4)).toBe('x'.repeat(50));
  });

  test('say how to get one that is gone, and that one never was', () => {
    const answers = keeper({ answers: 1 });
    keep(answers, 'a');
    keep(answers, 'b');
    const thrown = (number: number) => {
      try {
        answers.find(number);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(thrown(1)).toMatchObject({
      code: 'GONE',
      hint: 'Call bb_get again. Still kept: answer:2.',
    });
    expect(thrown(3)).toMatchObject({ code: 'NOT_FOUND', message: 'There is no answer:3.' });
    expect(thrown(0)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('a number of another run finds nothing, and says why', () => {
  const [one, other] = [new KeptAnswers({}, 4000), new KeptAnswers({}, 7000)];
  made.push(one, other);
  const number = keep(one, 'a');
  expect(number).toBe(4001);
  keep(other, 'b');
  for (const strange of [number, 1, 9000])
    expect(() => other.find(strange)).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        hint: expect.stringMatching(/of an earlier run.* answer:7001\.$/),
      }),
    );
});

describe('a text', () => {
  const long = Array.from({ length: 30_000 }, (_, at) => `line ${at} \u{1f680}\u00e9\n`).join('');

  test.each([
    ['in memory', 8_000_000],
    ['in a file', 100_000],
  ])('%s is the same in whatever pieces it comes and is read', (_, memory) => {
    const text = keeper({ memory }).begin();
    for (let at = 0; at < long.length; ) {
      // Characters of two halves come whole, as from a decoder.
      const end = at + 777 + ((long.codePointAt(at + 776) ?? 0 > 0xffff) ? 1 : 0);
      text.append(long.slice(at, end));
      at = Math.min(end, long.length);
    }
    text.end();
    expect(text.length).toBe(long.length);
    expect(text.bytes).toBe(Buffer.byteLength(long));
    let read = '';
    for (let at = 0; at < text.length; at += 100_001) read += text.read(at, at + 100_001);
    expect(read === long).toBe(true);
    expect(text.read(65_530, 65_560)).toBe(long.slice(65_530, 65_560));
    expect(text.read(-5, 5)).toBe(long.slice(0, 5));
    expect(text.read(text.length - 3, text.length + 9)).toBe(long.slice(-3));
    text.close();
    expect(() => text.read(0, 1)).toThrow('went while it was read');
  });

  test('that has no room in memory is in a file without a name, which goes with it', () => {
    const before = { open: unnamedFiles().length, folders: folders() };
    const answers = keeper({ memory: 100_000 });
    const number = keep(answers, long);
    if (process.platform === 'linux') {
      expect(unnamedFiles().length).toBe(before.open + 1);
      const fd = unnamedFiles().at(-1);
      expect(statSync(`/proc/self/fd/${fd}`).mode & 0o777).toBe(0o600);
      expect(readlinkSync(`/proc/self/fd/${fd}`)).toContain('(deleted)');
    }
    expect(folders()).toEqual(before.folders);
    expect(read(answers, number) === long).toBe(true);
    answers.close();
    expect(unnamedFiles().length).toBe(before.open);
  });

  test('where an open file keeps its name, loses it when it is closed', () => {
    const before = folders();
    const file = new PrivateFile(true);
    expect(file.append(Buffer.from('text'))).toBe(0);
    const [folder = ''] = folders().filter((name) => !before.includes(name));
    expect(existsSync(`${tmpdir()}/${folder}/text`)).toBe(true);
    expect(file.read(1, 2).toString()).toBe('ex');
    file.close();
    file.close();
    expect(existsSync(`${tmpdir()}/${folder}`)).toBe(false);
  });
});
