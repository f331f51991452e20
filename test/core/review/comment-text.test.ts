import { expect, test } from 'vitest';
import { commentText, comparable } from '../../../src/core/review/comment-text.ts';

const text = (body: string, suggestion?: string | null, severity?: string) =>
  commentText({ body, suggestion, severity });

test('a severity stands before the body, on one line and without marks of its own', () => {
  expect(text('Boom', null, 'bug')).toBe('**bug:** Boom');
  expect(text('Boom', null, ' very\n**bad** ')).toBe('**very bad:** Boom');
  expect(text('Boom', null, ' ')).toBe('Boom');
  expect(text('', 'x', 'nit')).toBe('**nit:**\n\n```suggestion\nx\n```');
});

test('a suggestion stands in a fence, with or without a line end of its own', () => {
  expect(text('Better', 'a\nb')).toBe('Better\n\n```suggestion\na\nb\n```');
  expect(text('Better', 'a\nb\n')).toBe('Better\n\n```suggestion\na\nb\n```');
  expect(text('', 'a')).toBe('```suggestion\na\n```');
});

test('nothing in place of lines deletes them, and a line end alone is an empty line', () => {
  expect(text('Away', '')).toBe('Away\n\n```suggestion\n```');
  expect(text('Empty', '\n')).toBe('Empty\n\n```suggestion\n\n```');
});

test('the fence is longer than any in the suggestion', () => {
  expect(text('Code', '```ts\nx\n```')).toBe('Code\n\n````suggestion\n```ts\nx\n```\n````');
  expect(text('Code', '`````')).toContain('``````suggestion\n');
});

test('a code fence that the body leaves open is closed before the suggestion', () => {
  const end = '\n\n```suggestion\ny\n```';
  expect(text('See\n```ts\nx', 'y')).toBe(`See\n\`\`\`ts\nx\n\`\`\`${end}`);
  expect(text('~~~~\nx\n~~~', 'y')).toBe(`~~~~\nx\n~~~\n~~~~${end}`);
  expect(text('````\n```\nx', 'y')).toBe(`\`\`\`\`\n\`\`\`\nx\n\`\`\`\`${end}`);
  for (const whole of [
    '```\nx\n```',
    '```\nx\n`````',
    '~~~\n```\n~~~',
    '```in a line``` ok',
    '    ```',
  ]) {
    expect(text(whole, 'y')).toBe(whole + end);
  }
  expect(text('```\nopen')).toBe('```\nopen');
});

test('line ends are line feeds, also for a file with CRLF', () => {
  expect(text('one\r\ntwo\r', 'a\r\nb\r\n')).toBe('one\ntwo\n\n```suggestion\na\nb\n```');
  expect(comparable(' one\r\ntwo \n')).toBe('one\ntwo');
});

test('white space at the beginning stays: it makes code of a line', () => {
  expect(text('    code\n\n')).toBe('    code');
});
