import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/sandbox/export-lines.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpServer, sendJson } from '../support/http-server.ts';
import { McpProgram, startMcp } from '../support/mcp.ts';

const REPOSITORY = '/repositories/acme/backend-api';
const PULLS = `${REPOSITORY}/pullrequests`;

let sandbox: Sandbox;
let program: McpProgram;
beforeAll(async () => {
  sandbox = await startSandbox();
  program = new McpProgram(sandboxEnvironment(sandbox));
  await program.initialize();
});
afterAll(async () => {
  await program.close();
  await sandbox.close();
});

/** Calls, and wants an error in two lines that a model can act on. */
async function failing(name: string, args: Record<string, unknown>): Promise<string> {
  const { text, remarks, isError } = await program.call(name, args);
  expect(isError, text).toBe(true);
  expect(text).toMatch(/^error: \S/);
  expect(text).not.toMatch(/\n\s+at |undefined|\[object|INTERNAL/);
  expect(text.length).toBeLessThan(600);
  expect(remarks).toBe('');
  return text;
}

/** How many requests a call makes. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = sandbox.requests.length;
  await work();
  return sandbox.requests.length - before;
}

describe('a filter that is wrong', () => {
  test.each(['bb_get', 'bb_post', 'bb_put', 'bb_patch', 'bb_delete'])(
    'lets %s send nothing, and shows where it is wrong',
    async (name) => {
      const path = `${PULLS}/42/comments`;
      const body =
        name === 'bb_get' || name === 'bb_delete' ? {} : { body: { content: { raw: 'x' } } };
      let text = '';
      const sent = await requestsOf(async () => {
        text = await failing(name, { path, ...body, jq: 'values[' });
      });
      expect(sent).toBe(0);
      expect(text).toMatch(/\n {2}values\[\n {9}\^\nhint: /);
    },
  );

  test('is translated where it is jq', async () => {
    const text = await failing('bb_get', { path: PULLS, jq: '.values[] | {id, title}' });
    expect(text).toContain('\n  .values[] | {id, title}\n  ^\n');
    expect(text).toContain('hint: That is jq; in JMESPath: values[*].{id: id, title: title}');
  });

  test('for what was read says what is there', async () => {
    const text = await failing('bb_get', { path: `${PULLS}/42`, jq: 'sort_by(values, &id)' });
    expect(text).toMatch(/There is: \{.*title, .*\}/);
  });
});

describe('a filter that picks nothing', () => {
  test.each(['values[].{nr: number, name: titel}', 'nothing', 'values[].nothing'])(
    '%s is answered with the names that there are',
    async (jq) => {
      const { remarks, isError } = await program.call('bb_get', { path: PULLS, jq });
      expect(isError).toBe(false);
      expect(remarks).toMatch(/^jq picked nothing\. There is: \{values\[\{.*\bid, title,/);
    },
  );

  test('of a list that is empty is no mistake', async () => {
    const { text, remarks } = await program.call('bb_get', {
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
  const { whole, isError } = await program.call('bb_post', {
    path,
    body,
    jq: 'sort_by(values, &id)',
  });
  expect(isError).toBe(false);
  expect(whole).toContain('written once');
  expect(whole).toMatch(/Done, but jq failed: the filter does not fit the data/);
});

describe('a list that is not whole', () => {
  test('says so after a projection, and how to get the rest', async () => {
    const { text, remarks } = await program.call('bb_get', { path: PULLS, jq: 'values[].id' });
    expect(text).not.toContain('next');
    expect(remarks).toBe(
      '10 of 66 shown; the next page: queryParams {"page": 2}; all of it: all: true',
    );
    const second = await program.call('bb_get', {
      path: PULLS,
      queryParams: { page: 2 },
      jq: 'values[].id',
    });
    expect(second.text).not.toBe(text);
  });

  test('says so in every format, after limit, and with a fields whitelist', async () => {
    for (const outputFormat of ['toon', 'json']) {
      const { remarks } = await program.call('bb_get', { path: PULLS, outputFormat });
      expect(remarks).toContain('10 of 66 shown');
    }
    const limited = await program.call('bb_get', { path: PULLS, limit: 12, jq: 'length(values)' });
    expect(limited).toMatchObject({ text: '12', remarks: '12 of 66 shown; all of it: all: true' });
    const queryParams = { fields: 'values.id' };
    const { text, remarks } = await program.call('bb_get', { path: PULLS, queryParams });
    expect(remarks).toContain('10 of 66 shown');
    expect(text).not.toContain('next');
  });

  test('whose next is a cursor gives an address that works as a path', async () => {
    const first = await program.call('bb_get', {
      path: `${REPOSITORY}/commits`,
      jq: 'values[].hash',
    });
    const path = JSON.parse(/path: ("\S+");/.exec(first.remarks)?.[1] ?? '""');
    const second = await program.call('bb_get', { path, jq: 'values[].hash' });
    expect(second.isError).toBe(false);
    expect(second.text).not.toBe(first.text);
  });

  test('is whole with all', async () => {
    const { text, remarks } = await program.call('bb_get', {
      path: PULLS,
      all: true,
      jq: 'length(values)',
    });
    expect({ text, remarks }).toEqual({ text: '66', remarks: '' });
  });
});

describe('query parameters', () => {
  const sentBy = async (queryParams: unknown) => {
    const { isError, text } = await program.call('bb_get', { path: PULLS, queryParams });
    expect(isError, text).toBe(false);
    return sandbox.requests.at(-1)?.path.split('?')[1];
  };

  test('may be numbers, booleans and lists', async () => {
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
    const { text } = await program.call('bb_get', { path, jq: 'values[].state' });
    expect(text).toContain('DECLINED');
  });
});

describe('an argument', () => {
  test('that there is not is answered with those that there are', async () => {
    expect(await failing('bb_get', { path: '/user', query: {} })).toBe(
      'error: bb_get has no argument query.\nhint: Accepted: path, queryParams, all, limit, jq, outputFormat, full, offset.',
    );
    expect(await failing('bb_clone', { url: 'x' })).toBe(
      'error: bb_clone has no argument url.\nhint: Accepted: repoSlug, workspaceSlug, targetPath, branch, depth, ssh.',
    );
  });

  test('that only the terminal takes is none', async () => {
    expect(await failing('bb_post', { path: '/user', input: '/etc/passwd' })).toMatch(
      /no argument input\.\nhint: Accepted: path, queryParams, body, jq, outputFormat\.$/,
    );
    expect(await failing('bb_get', { path: '/user', header: ['a: b'] })).toContain(
      'no argument header',
    );
    expect(await failing('bb_clone', { repoSlug: 'x', gitArgs: ['-u'] })).toContain(
      'no argument gitArgs',
    );
  });

  test('that is missing is named', async () => {
    expect(await failing('bb_get', {})).toMatch(
      /^error: path is missing\.\nhint: Accepted: path, /,
    );
    expect(await failing('bb_get', { path: null })).toContain('path is missing');
    expect(await failing('bb_clone', {})).toContain('repoSlug is missing');
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
    const sent = await requestsOf(async () => {
      text = await failing(name, { ...path, ...args });
    });
    expect(text.split('\n')[0]).toBe(`error: ${message}`);
    expect(text).not.toMatch(/headers|gitArgs|form\b/);
    expect(sent).toBe(0);
  });

  test('that is plainly meant is taken', async () => {
    const { text } = await program.call('bb_get', {
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
    const other = await startMcp({ ...sandboxEnvironment(sandbox), BBX_API_URL: url });
    const path = `${REPOSITORY}/commit/abc/reports/r/annotations`;
    const body = [{ external_id: 'a', line: 1.5, summary: '\u00e9"\n', nested: { list: [null] } }];
    await other.call('bb_post', { path, body });
    await other.call('bb_post', { path, body: JSON.stringify(body) });
    expect(seen.map((request) => JSON.parse(request.body.toString()))).toEqual([body, body]);
    expect(seen[0]?.headers['content-type']).toBe('application/json');
  });

  test('may be JSON in a string', async () => {
    const { text } = await program.call('bb_post', {
      path: `${PULLS}/42/comments`,
      body: '{"content": {"raw": "from a string"}}',
      jq: 'content.raw',
    });
    expect(text).toBe('from a string');
  });
});

test('an approval needs no body', async () => {
  const path = `${PULLS}/43/approve`;
  const { text, isError } = await program.call('bb_post', { path, jq: 'approved' });
  expect({ text, isError }).toEqual({ text: 'true', isError: false });
  expect(sandbox.requests.at(-1)?.headers).not.toHaveProperty('content-type');
});

describe('a deletion', () => {
  const commented = async () => {
    const body = { content: { raw: 'to be deleted' } };
    const { text } = await program.call('bb_post', {
      path: `${PULLS}/42/comments`,
      body,
      jq: 'id',
    });
    return `${PULLS}/42/comments/${text}`;
  };

  test('says what happened', async () => {
    const path = await commented();
    expect(await program.call('bb_delete', { path })).toMatchObject({
      text: `Deleted: DELETE ${path} (HTTP 204, no body).`,
      remarks: '',
      isError: false,
    });
  });

  test('says it as data where JSON is wanted', async () => {
    const path = await commented();
    const { text } = await program.call('bb_delete', { path, outputFormat: 'json' });
    expect(JSON.parse(text)).toEqual({ done: true, status: 204, method: 'DELETE', path });
  });
});

describe('what Bitbucket refuses', () => {
  test('a removed endpoint is answered with its successor', async () => {
    const text = await failing('bb_get', { path: '/workspaces' });
    expect(text).toMatch(/CHANGE-2770.*\(HTTP 410\)\nhint: .*\/user\/workspaces/);
  });

  test('an invented endpoint is answered with the nearest real ones', async () => {
    const text = await failing('bb_get', { path: `${PULLS}/42/files` });
    expect(text).toMatch(/\nhint: Did you mean GET .*\/42\/diffstat/);
  });

  test('a verb that is not there names those that are', async () => {
    expect(await failing('bb_delete', { path: `${PULLS}/42` })).toContain('takes GET, PUT');
    expect(
      await failing('bb_patch', { path: `${REPOSITORY}/refs/branches/main`, body: { a: 1 } }),
    ).toMatch(/no PATCH.*\nhint: This address takes GET, DELETE/);
  });

  test('patch of what is only replaced as a whole says PUT', async () => {
    const path = `${REPOSITORY}/pipelines_config/build_number`;
    const text = await failing('bb_patch', { path, body: { next: 5 } });
    expect(text).toMatch(/no PATCH.*\nhint: PUT is the verb here.*bb_put/);
  });

  test('patch without a change says what a change is', async () => {
    expect(await failing('bb_patch', { path: `${PULLS}/42` })).toContain('body: {"title"');
  });

  test('a branch with a slash is answered with the way around it', async () => {
    const path = `${REPOSITORY}/src/feature/JWT-rotation/README.md`;
    expect(await failing('bb_get', { path })).toMatch(
      /hint: .*\/refs\/branches\/NAME \(target\.hash\)/,
    );
  });

  test('what is no address of the API never gets the token', async () => {
    const sent = await requestsOf(async () => {
      for (const path of [
        'https://evil.example/2.0/user',
        '//evil.example/x',
        '/a/../../x',
        '/a#b',
      ])
        expect(await failing('bb_get', { path })).toContain('is refused');
    });
    expect(sent).toBe(0);
  });

  test('a token without a scope is told which', async () => {
    const { email, token } = sandbox.credentials.noPullRequests;
    const limited = await startMcp({
      ...sandboxEnvironment(sandbox),
      ATLASSIAN_USER_EMAIL: email,
      ATLASSIAN_API_TOKEN: token,
    });
    const { text, isError } = await limited.call('bb_get', { path: PULLS });
    expect(isError).toBe(true);
    expect(text).toContain('read:pullrequest:bitbucket');
    expect(text).not.toContain(token);
  });

  test('a rejected token is told as that', async () => {
    const wrong = await startMcp({
      ...sandboxEnvironment(sandbox),
      ATLASSIAN_API_TOKEN: 'ATATT-no',
    });
    const { text, isError } = await wrong.call('bb_get', { path: PULLS });
    expect(isError).toBe(true);
    expect(text).toMatch(/rejects the credentials.*\(HTTP 401\)\nhint: .*ATLASSIAN_USER_EMAIL/);
    expect(text).not.toContain('ATATT-no');
  });
});

describe('a clone that fails', () => {
  test("gives git's own words, no status, and leaves nothing", async () => {
    const text = await failing('bb_clone', { repoSlug: 'acme/nothing' });
    expect(text).toMatch(
      /^error: git failed \(exit code 128\): .*\nfatal: repository '.*' not found/s,
    );
    expect(text).not.toMatch(/HTTP|status/);
    expect(existsSync(join(program.home, 'nothing'))).toBe(false);
  });

  test('because of its folder says which argument to change', async () => {
    await program.call('bb_clone', { repoSlug: 'infra', targetPath: 'taken' });
    const text = await failing('bb_clone', { repoSlug: 'infra', targetPath: 'taken' });
    expect(text).toMatch(/already exists and is not an empty directory.*\nhint: .*targetPath/s);
  });

  test('because of its name tells that before anything is sent', async () => {
    const sent = await requestsOf(async () => {
      for (const repoSlug of ['..', '-x', 'ext::sh -c touch% x', 'a/b/c', ''])
        await failing('bb_clone', { repoSlug });
    });
    expect(sent).toBe(0);
  });
});

describe('the current folder', () => {
  test('that is a clone names the repository', async () => {
    await program.call('bb_clone', { repoSlug: 'backend-api', targetPath: 'here' });
    const inside = new McpProgram(sandboxEnvironment(sandbox), { cwd: join(program.home, 'here') });
    const { result } = await inside.initialize();
    expect(result?.instructions).toContain(
      'The current folder is a clone of acme/backend-api: a path such as ./pullrequests is under',
    );
    const { text } = await inside.call('bb_get', { path: './pullrequests/42', jq: 'id' });
    expect(text).toBe('42');
    await inside.close();
  });

  test('that is none makes a path without a repository an error in plain words', async () => {
    expect(await failing('bb_get', { path: './pullrequests' })).toMatch(
      /No repository is named.*\nhint: Write both names into the path\.$/,
    );
  });
});
