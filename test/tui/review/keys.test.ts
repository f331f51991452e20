import { describe, expect, test } from 'vitest';
import { decodeKeys } from '../../../src/tui/review/keys.ts';

const names = (bytes: string, final = true) =>
  decodeKeys(bytes, final).keys.map(({ name }) => name);

describe('what a terminal sends', () => {
  test.each([
    ['j', ['j']],
    ['jjj', ['j', 'j', 'j']],
    ['\u001b[A', ['up']],
    ['\u001bOB', ['down']],
    ['\u001b[5~\u001b[6~', ['pageup', 'pagedown']],
    ['\u001b[1;5C', ['wordright']],
    ['\r', ['enter']],
    ['\n', ['newline']],
    ['\u001b\r', ['newline']],
    ['\u007f\b', ['backspace', 'backspace']],
    ['\u0003', ['ctrl-c']],
    ['\u001b', ['escape']],
    ['\u001bj', ['escape', 'j']],
    ['漢😀', ['漢', '😀']],
    ['\u001b[99;5u', []],
    ['\u0085', ['unknown']],
  ])('%j is %j', (bytes, expected) => {
    expect(names(bytes)).toEqual(expected);
  });

  test('may be cut within a key', () => {
    for (const bytes of ['\u001b[6~', '\u001b[1;5D', '\u001b[200~pasted\u001b[201~']) {
      for (let at = 1; at < bytes.length; at += 1) {
        const first = decodeKeys(bytes.slice(0, at));
        expect(first.keys).toEqual([]);
        const second = decodeKeys(first.rest + bytes.slice(at));
        expect(second.keys).toHaveLength(1);
        expect(second.rest).toBe('');
      }
    }
  });

  test('is one paste, with its lines and without anything that controls', () => {
    const { keys } = decodeKeys('\u001b[200~one\r\ntwo\rthree\t\u001b[31m\u0007\u001b[201~q');
    expect(keys).toEqual([
      { name: 'paste', text: 'one\ntwo\nthree\t[31m' },
      { name: 'q', text: 'q' },
    ]);
  });
});
