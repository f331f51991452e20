import { describe, expect, test } from 'vitest';
import { httpServer, sendJson } from '../support/http-server.ts';
import { digestIn, startMcp } from '../support/mcp.ts';
import { PULLS, REPOSITORY, SharedProgram } from './shared-program.ts';

const shared = new SharedProgram();

describe('query parameters', () => {
  const sentBy = async (queryParams: unknown) => {
    const { isError, text } = await shared.program.call('bb_get', { path: PULLS, queryParams });
    expect(isError, text).toBe(false);
    return shared.sandbox.requests.at(-1)?.path.split('?')[1];
  };

  test('may be numbers, booleans and lists (D8)', async () => {
    expect(await sentBy({ state: ['OPEN', 'MERGED'], pagelen: 2 })).toBe(
      'state=OPEN&state=MERGED&pagelen=2',
    );
    expect(await sentBy({ pagelen: '2', draft: true })).toBe('pagelen=2&draft=true');
  });

  test('may be JSON in a string, and null is nothing', async () => {
    expect(await sentBy('{"pagelen": 2}')).toBe('pagelen=2');
    expect(await sentBy({ pagelen: 2, q: null })).toBe('pagelen=2');
    expect(await sentBy(null)).toBeUndefined();
  });

  test('may stand in the path too', async () => {
    const path = `${PULLS}?state=DECLINED&pagelen=1`;
    const { text } = await shared.program.call('bb_get', { path, jq: 'values[].state' });
    expect(text).toContain('DECLINED');
  });
});

describe('an argument', () => {
  test('that there is not is answered with those that there are', async () => {
    expect(await shared.failing('bb_get', { path: '/user', query: {} })).toBe(
      'error: bb_get has no argument query.\nhint: Accepted: path, queryParams, all, limit, jq, outputFormat, full, offset, grep, file.\ncode: USAGE; retryable: no',
    );
    expect(await shared.failing('bb_clone', { url: 'x' })).toBe(
      'error: bb_clone has no argument url.\nhint: Accepted: repoSlug, workspaceSlug, targetPath, branch, depth, ssh.\ncode: USAGE; retryable: no',
    );
  });

  test('that only the terminal takes is none', async () => {
    expect(await shared.failing('bb_post', { path: '/user', input: '/etc/passwd' })).toMatch(
      /no argument input\.\nhint: Accepted: path, queryParams, body, digest, jq, outputFormat\.\n/,
    );
    expect(await shared.failing('bb_get', { path: '/user', header: ['a: b'] })).toContain(
      'no argument header',
    );
    expect(await shared.failing('bb_clone', { repoSlug: 'x', gitArgs: ['-u'] })).toContain(
      'no argument gitArgs',
    );
  });

  test('that is missing is named', async () => {
    expect(await shared.failing('bb_get', {})).toMatch(
      /^error: path is missing\.\nhint: Accepted: path, /,
    );
    expect(await shared.failing('bb_get', { path: null })).toContain('path is missing');
    expect(await shared.failing('bb_clone', {})).toContain('repoSlug is missing');
  });

  const WRONG: [string, Record<string, unknown>, string][] = [
    ['bb_get', { path: 42 }, 'path must be text, not 42.'],
    ['bb_get', { path: ['/user'] }, 'path must be text, not ["/user"].'],
    ['bb_get', { queryParams: 'state=OPEN' }, 'queryParams must be an object, not "state=OPEN".'],
    ['bb_get', { queryParams: { a: { b: 1 } } }, 'queryParams.a is not of the right kind.'],
    ['bb_get', { all: 'yes' }, 'all must be true or false, not "yes".'],
    ['bb_get', { limit: 'many' }, 'limit must be a whole number, not "many".'],
    ['bb_get', { limit: 1.5 }, 'limit must be a whole number, not 1.5.'],
    ['bb_get', { limit: 0 }, 'limit must be at least 1.'],
    ['bb_get', { jq: 5 }, 'jq must be text, not 5.'],
    ['bb_get', { outputFormat: 'yaml' }, 'outputFormat must be one of toon, json, not "yaml".'],
    ['bb_get', { full: 1 }, 'full must be true or false, not 1.'],
    ['bb_get', { offset: 'end' }, 'offset must be a whole number, not "end".'],
    ['bb_post', { body: 'just text' }, 'body must be a JSON object or list, not "just text".'],
    ['bb_post', { body: 7 }, 'body must be a JSON object or list, not 7.'],
    ['bb_clone', { repoSlug: 'x', depth: -1 }, 'depth must be at least 1.'],
  ];
  test.each(WRONG)('of the wrong kind is named: %s %j', async (name, args, message) => {
    const path = name === 'bb_clone' ? {} : { path: '/user' };
    let text = '';
    const sent = await shared.requestsOf(async () => {
      text = await shared.failing(name, { ...path, ...args });
    });
    expect(text.split('\n')[0]).toBe(`error: ${message}`);
    expect(text).not.toMatch(/headers|gitArgs|form\b/);
    expect(sent).toBe(0);
  });

  test('that is plainly meant is taken', async () => {
    const { text } = await shared.program.call('bb_get', {
      path: PULLS,
      limit: '3',
      all: 'false',
      full: null,
      outputFormat: '',
      jq: 'length(values)',
    });
    expect(text).toBe('3');
  });
});

describe('a body', () => {
  test('may be a list, and arrives as it was given', async () => {
    const { url, seen } = await httpServer((_, response) => sendJson(response, []));
    const other = await startMcp({ ...shared.environment, BBX_API_URL: url });
    const path = `${REPOSITORY}/commit/abc/reports/r/annotations`;
    const body = [{ external_id: 'a', line: 1.5, summary: '\u00e9"\n', nested: { list: [null] } }];
    await other.call('bb_post', { path, body });
    await other.call('bb_post', { path, body: JSON.stringify(body) });
    expect(seen.map((request) => JSON.parse(request.body.toString()))).toEqual([body, body]);
    expect(seen[0]?.headers['content-type']).toBe('application/json');
  });

  test('may be JSON in a string', async () => {
    const { text } = await shared.program.call('bb_post', {
      path: `${PULLS}/42/comments`,
      body: '{"content": {"raw": "from a string"}}',
      jq: 'content.raw',
    });
    expect(text).toBe('from a string');
  });
});

test('an approval needs no body', async () => {
  const path = `${PULLS}/43/approve`;
  const { text, isError } = await shared.program.call('bb_post', { path, jq: 'approved' });
  expect({ text, isError }).toEqual({ text: 'true', isError: false });
  expect(shared.sandbox.requests.at(-1)?.headers).not.toHaveProperty('content-type');
});

describe('a deletion', () => {
  const commented = async () => {
    const body = { content: { raw: 'to be deleted' } };
    const { text } = await shared.program.call('bb_post', {
      path: `${PULLS}/42/comments`,
      body,
      jq: 'id',
    });
    return `${PULLS}/42/comments/${text}`;
  };

  test('says what happened', async () => {
    const path = await commented();
    const digest = digestIn(await shared.program.call('bb_delete', { path }));
    expect(await shared.program.call('bb_delete', { path, digest })).toMatchObject({
      text: `Deleted: DELETE ${path} (HTTP 204, no body).`,
      remarks: '',
      isError: false,
    });
  });

  test('says it as data where JSON is wanted', async () => {
    const path = await commented();
    const digest = digestIn(await shared.program.call('bb_delete', { path }));
    const args = { path, digest, outputFormat: 'json' };
    const { text } = await shared.program.call('bb_delete', args);
    expect(JSON.parse(text)).toEqual({ done: true, status: 204, method: 'DELETE', path });
  });
});
