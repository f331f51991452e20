import { describe, expect, test } from 'vitest';
import { PULLS, REPOSITORY, SharedProgram } from './shared-program.ts';

const shared = new SharedProgram();

describe('a filter that is wrong', () => {
  test.each(['bb_get', 'bb_post', 'bb_put', 'bb_patch', 'bb_delete'])(
    'lets %s send nothing, and shows where it is wrong',
    async (name) => {
      const path = `${PULLS}/42/comments`;
      const body =
        name === 'bb_get' || name === 'bb_delete' ? {} : { body: { content: { raw: 'x' } } };
      let text = '';
      const sent = await shared.requestsOf(async () => {
        text = await shared.failing(name, { path, ...body, jq: 'values[' });
      });
      expect(sent).toBe(0);
      expect(text).toMatch(/\n {2}values\[\n {9}\^\nhint: /);
    },
  );

  test('is translated where it is jq', async () => {
    const text = await shared.failing('bb_get', { path: PULLS, jq: '.values[] | {id, title}' });
    expect(text).toContain('\n  .values[] | {id, title}\n  ^\n');
    expect(text).toContain('hint: That is jq; in JMESPath: values[*].{id: id, title: title}');
  });

  test('for what was read says what is there', async () => {
    const text = await shared.failing('bb_get', {
      path: `${PULLS}/42`,
      jq: 'sort_by(values, &id)',
    });
    expect(text).toMatch(/There is: \{.*title, .*\}/);
  });
});

describe('a filter that picks nothing', () => {
  test.each(['values[].{nr: number, name: titel}', 'nothing', 'values[].nothing'])(
    '%s is answered with the names that there are',
    async (jq) => {
      const { remarks, isError } = await shared.program.call('bb_get', { path: PULLS, jq });
      expect(isError).toBe(false);
      expect(remarks).toMatch(/^jq picked nothing\. There is: \{values\[\{.*\bid, title,/);
    },
  );

  test('of a list that is empty is no mistake', async () => {
    const { text, remarks } = await shared.program.call('bb_get', {
      path: PULLS,
      queryParams: { q: 'title = "no such title"' },
      jq: 'values[].id',
    });
    expect({ text, remarks }).toEqual({ text: '[]', remarks: '' });
  });
});

test('a filter that does not fit what a write answered does not make the write look undone', async () => {
  const path = `${PULLS}/42/comments`;
  const body = { content: { raw: 'written once' } };
  const { whole, isError } = await shared.program.call('bb_post', {
    path,
    body,
    jq: 'sort_by(values, &id)',
  });
  expect(isError).toBe(false);
  expect(whole).toContain('written once');
  expect(whole).toMatch(/Done, but jq failed: The filter does not fit the data/);
});

describe('a list that is not whole', () => {
  test('says so after a projection, and how to get the rest', async () => {
    const { text, remarks } = await shared.program.call('bb_get', {
      path: PULLS,
      jq: 'values[].id',
    });
    expect(text).not.toContain('next');
    expect(remarks).toBe(
      '10 of 66 shown; the next page: queryParams {"page": 2}; all of it: all: true',
    );
    const second = await shared.program.call('bb_get', {
      path: PULLS,
      queryParams: { page: 2 },
      jq: 'values[].id',
    });
    expect(second.text).not.toBe(text);
  });

  test('says so in every format, after limit, and with a fields whitelist', async () => {
    for (const outputFormat of ['toon', 'json']) {
      const { remarks } = await shared.program.call('bb_get', { path: PULLS, outputFormat });
      expect(remarks).toContain('10 of 66 shown');
    }
    const limited = await shared.program.call('bb_get', {
      path: PULLS,
      limit: 12,
      jq: 'length(values)',
    });
    expect(limited).toMatchObject({ text: '12', remarks: '12 of 66 shown; all of it: all: true' });
    const queryParams = { fields: 'values.id' };
    const { text, remarks } = await shared.program.call('bb_get', { path: PULLS, queryParams });
    expect(remarks).toContain('10 of 66 shown');
    expect(text).not.toContain('next');
  });

  test('whose next is a cursor gives an address that works as a path', async () => {
    const first = await shared.program.call('bb_get', {
      path: `${REPOSITORY}/commits`,
      jq: 'values[].hash',
    });
    const path = JSON.parse(/path: ("\S+");/.exec(first.remarks)?.[1] ?? '""');
    const second = await shared.program.call('bb_get', { path, jq: 'values[].hash' });
    expect(second.isError).toBe(false);
    expect(second.text).not.toBe(first.text);
  });

  test('is whole with all', async () => {
    const { text, remarks } = await shared.program.call('bb_get', {
      path: PULLS,
      all: true,
      jq: 'length(values)',
    });
    expect({ text, remarks }).toEqual({ text: '66', remarks: '' });
  });
});
