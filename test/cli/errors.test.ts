import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Ran, type RunOptions, run } from '../support/cli.ts';
import { closedAddress } from '../support/http-server.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const NO_CREDENTIALS = { ATLASSIAN_USER_EMAIL: undefined, ATLASSIAN_API_TOKEN: undefined };

/** Every error is two lines of less than 600 bytes, without a stack and without an answer. */
function failed(ran: Ran, exitCode: number): string {
  expect(ran.stderr).toMatch(/^error: [^\n]+\nhint: [^\n]+\n$/);
  expect(ran.exitCode, ran.stderr).toBe(exitCode);
  expect(Buffer.byteLength(ran.stderr)).toBeLessThan(600);
  expect(ran.stderr).not.toMatch(/\n +at /);
  expect(ran.stdout.toString()).toBe('');
  return ran.stderr;
}

async function failure(args: readonly string[], exitCode: number, options?: RunOptions) {
  return failed(await desk.bbx(args, options), exitCode);
}

describe.concurrent('a command line that cannot be read is yours to mend: 2', () => {
  test.each<[readonly string[], RegExp]>([
    [['gte', '/user'], /no command "gte"[\s\S]*bbx get/],
    [['--nope'], /--nope/],
    [['auth', 'logon'], /no command "auth logon"[\s\S]*bbx auth login/],
    [['pr', 'close', '42'], /no command "pr close"[\s\S]*bbx pr decline/],
    [['pr', 'checks'], /no command "pr checks"[\s\S]*bbx pr view shows the checks/],
    [['pr', 'status'], /no command "pr status"[\s\S]*bbx pr view/],
    [['pr', 'show', '42'], /no command "pr show"[\s\S]*bbx pr view/],
    [['get'], /PATH is missing[\s\S]*bbx get PATH/],
    [['get', '/user', '--nope'], /--nope[\s\S]*bbx get --help/],
    [['get', '/user', '--paginate'], /--paginate[\s\S]*--all/],
    [['get', '/user', '-X', 'POST'], /-X[\s\S]*bbx get, post/],
    [['get', '/user', '-f', 'a=b'], /-f[\s\S]*--query-params/],
    [['get', '/user', '-q', '.login'], /--jq/],
    [['get', '/user', '-q', "values[?state=='OPEN']"], /--jq/],
    [['get', '/user', '--jq', '-x'], /--jq takes a value/],
    [['get', '/user', '--all=yes'], /--all takes no value/],
    [['mcp', 'now'], /now/],
    [['get', '/user', '--ouput', 'json'], /--ouput[\s\S]*--output/],
    [['get', '/user', 'extra'], /extra/],
    [['get', '/user', '-o', 'xml'], /xml[\s\S]*table, json, toon, raw/],
    [['get', '/user', '--limit', 'x'], /--limit cannot be x: it takes a whole number/],
    [['get', '/user', '--timeout', '0'], /--timeout/],
    [['get', '/user', '--timeout', '3000000'], /--timeout cannot be 3000000[^\n]+at most 86400/],
    [['get', '-p', '/user', '/user'], /PATH is given twice/],
    [['get', '/user', '-H', 'Host: a.example'], /Host is made by bbx/],
    [['get', '/user', '-H', 'content-length: 7'], /content-length is made by bbx/],
    [['get', '/user', '-H', 'Transfer-Encoding: chunked'], /is made by bbx/],
    [['get', '/user', '-H', 'Expect: 100-continue'], /is made by bbx/],
    [['get', '/user', '-q', 'novalue'], /novalue[\s\S]*key=value/],
    [['get', '/user', '-q', '{"a":'], /query-params/],
    [['get', '/user', '--jq'], /--jq/],
    [['clone'], /REPO is missing/],
    [['sandbox', 'bash'], /bash[\s\S]*--/],
  ])('bbx %j', async (args, words) => {
    expect(await failure(args, 2)).toMatch(words);
    expect(desk.requests).toEqual([]);
  });

  test('an address in the environment that is none', async () => {
    const said = await failure(['get', '/user'], 2, {
      env: { BBX_API_URL: 'http://elsewhere.example' },
    });
    expect(said).toContain('BBX_API_URL');
  });
});

describe('the request is yours to change: 3 (D18)', () => {
  test('a pull request that is not there', async () => {
    expect(await failure(['get', `${REPO}/pullrequests/99999`], 3)).toContain('HTTP 404');
  });

  test('an endpoint that is not there, with the nearest ones', async () => {
    expect(await failure(['get', `${REPO}/pull-requests/42/comment`], 3)).toContain(
      `${REPO}/pullrequests/42/comments`,
    );
  });

  test('a removed endpoint, with what replaced it (D14)', async () => {
    const said = await failure(['get', '/workspaces'], 3);
    expect(said).toContain('/user/workspaces');
    expect(said).toContain('HTTP 410');
  });

  test('a bad request, with what Bitbucket says of it', async () => {
    const said = await failure(['get', `${REPO}/pullrequests`, '-q', 'pagelen=100'], 3);
    expect(said).toContain('Invalid pagelen');
    expect(said).toContain('HTTP 400');
  });

  test('a verb that the address does not take', async () => {
    expect(await failure(['put', `${REPO}/refs/branches/main`, '-f', 'a=b'], 3)).toMatch(
      /no such operation[\s\S]*DELETE/,
    );
  });
});

describe('the credentials are yours to mend: 4', () => {
  test('none: names what to set, and sends nothing (D15)', async () => {
    const said = await failure(['get', '/user'], 4, { env: NO_CREDENTIALS });
    expect(said).toMatch(
      /ATLASSIAN_USER_EMAIL and ATLASSIAN_API_TOKEN[\s\S]*BITBUCKET_ACCESS_TOKEN/,
    );
    expect(said).not.toContain('HTTP');
    expect(desk.requests).toEqual([]);
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['a token without an e-mail', { ATLASSIAN_USER_EMAIL: undefined }, /ATLASSIAN_USER_EMAIL/],
    ['an e-mail without a token', { ATLASSIAN_API_TOKEN: undefined }, /ATLASSIAN_API_TOKEN/],
    ['a user name for the e-mail', { ATLASSIAN_USER_EMAIL: 'maya' }, /e-mail/],
    ['an app password', { ATLASSIAN_API_TOKEN: 'ATBBabcdefgh12345' }, /app password[\s\S]*2026/],
    [
      'a left-over app password alone',
      { ...NO_CREDENTIALS, ATLASSIAN_BITBUCKET_APP_PASSWORD: 'x' },
      /2026/,
    ],
    ['a token torn in two', { ATLASSIAN_API_TOKEN: 'ATATT3x y' }, /white space/],
  ])('%s is told before anything is sent', async (_, env, words) => {
    expect(await failure(['get', '/user'], 4, { env })).toMatch(words);
    expect(desk.requests).toEqual([]);
  });

  test('a wrong token, and a wrong e-mail', async () => {
    expect(
      await failure(['get', '/user'], 4, { env: { ATLASSIAN_API_TOKEN: 'ATATT3wrong' } }),
    ).toMatch(/HTTP 401[\s\S]*e-mail/);
    const bearer = { ...NO_CREDENTIALS, BITBUCKET_ACCESS_TOKEN: 'wrong' };
    expect(await failure(['get', '/user'], 4, { env: bearer })).toContain('BITBUCKET_ACCESS_TOKEN');
  });

  test('a missing scope, by its name, and those that the token has (D12)', async () => {
    const { email, token } = desk.sandbox.credentials.noPullRequests;
    const env = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
    const said = await failure(['get', `${REPO}/pullrequests`], 4, { env });
    expect(said).toContain('read:pullrequest:bitbucket');
    expect(said).toContain('This one has: read:repository:bitbucket');
  });
});

describe('waiting helps: 5', () => {
  test.each<[string, Fault, RegExp]>([
    [
      'a rate limit, with the seconds (D16)',
      { status: 429, headers: { 'retry-after': '754' } },
      /754[\s\S]*seconds/,
    ],
    [
      'a rate limit that says how long by its window',
      { status: 429, headers: { 'x-ratelimit-reset': '900' } },
      /900/,
    ],
    [
      'an HTML page with 200',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      /HTML/,
    ],
    ['an answer that says JSON and is none', { status: 200, body: '{"a"' }, /JSON/],
    ['a server that is down', { status: 500, body: '<html>oh no</html>' }, /HTTP 500/],
  ])('%s', async (_, fault, words) => {
    desk.sandbox.faults.add({ ...fault, times: 9 });
    expect(await failure(['get', '/user'], 5)).toMatch(words);
  });

  test('a server that stalls, before and in its answer (D20)', async () => {
    desk.sandbox.faults.add({ path: 'head', delay: 20_000 });
    desk.sandbox.faults.add({ path: 'body', stall: true });
    for (const part of ['head', 'body']) {
      expect(await failure(['get', `/user?${part}`, '--timeout', '1'], 5)).toContain(
        'within 1 second',
      );
    }
  });

  test('nobody who listens, without an invented status (D15)', async () => {
    const address = await closedAddress();
    const said = await failure(['get', '/user'], 5, { env: { BBX_API_URL: address } });
    expect(said).toContain('ECONNREFUSED');
    expect(said).not.toContain('HTTP ');
  });

  test('a host without a name', async () => {
    const said = await failure(['get', '/user'], 5, {
      env: { BBX_API_URL: 'https://no-such-host.invalid' },
    });
    expect(said).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(said).toContain('no-such-host.invalid');
    expect(said).not.toContain('HTTP ');
  });

  test('a connection that is lost: a read is tried again, a POST is not (D19)', async () => {
    desk.sandbox.faults.add({ method: 'GET', drop: 'before-headers' });
    expect((await desk.bbx(['get', '/user'])).exitCode).toBe(0);
    expect(desk.asked).toEqual(['GET /user', 'GET /user']);
    desk.sandbox.faults.add({ method: 'POST', drop: 'before-headers', times: 9 });
    expect(await failure(['post', `${REPO}/pullrequests/42/approve`], 5)).toMatch(/lost/);
    expect(desk.asked.filter((asked) => asked.startsWith('POST'))).toHaveLength(1);
  });

  test('a short wait is waited for, and said', async () => {
    desk.sandbox.faults.add({ status: 429, headers: { 'retry-after': '1' } });
    const { exitCode, stderr } = await desk.bbx(['get', '/user']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^[^\n]*Trying again in 1 s\.\n$/);
  });
});

describe('with -o json', () => {
  test.each<[readonly string[], object]>([
    [['get', `${REPO}/pullrequests/99999`], { code: 'NOT_FOUND', status: 404, exitCode: 3 }],
    [['get', '/x', '--nope'], { code: 'USAGE', exitCode: 2 }],
    [['get', '/user', '--jq', 'a['], { code: 'FILTER_INVALID', exitCode: 3 }],
    [['delete', '/x'], { code: 'CONFIRMATION_REQUIRED', exitCode: 2 }],
  ])('bbx %j says the same as one JSON object on stderr', async (args, expected) => {
    const { stdout, stderr, exitCode } = await desk.bbx([...args, '-o', 'json']);
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({
      message: expect.any(String),
      hint: expect.any(String),
      ...expected,
    });
    expect(exitCode).toBe(error.exitCode);
    expect(stderr).toMatch(/^\{.*\}\n$/);
    expect(stdout.length).toBe(0);
  });

  test('and a bare `get -ojson` does as well', async () => {
    const { stderr } = await desk.bbx(['get', '/x', '-ojson', '--nope']);
    expect(JSON.parse(stderr)).toHaveProperty('error.code', 'USAGE');
  });

  test('the seconds of a rate limit are a field', async () => {
    desk.sandbox.faults.add({ status: 429, headers: { 'retry-after': '754' } });
    const { stderr } = await desk.bbx(['get', '/user', '-o', 'json']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'RATE_LIMITED', status: 429, retryAfter: 754 },
    });
  });
});

describe('^C', () => {
  test('ends a slow request with 130', async () => {
    desk.sandbox.faults.add({ stall: true });
    const stop = new AbortController();
    const running = desk.bbx(['get', '/user'], { signal: stop.signal });
    await expect.poll(() => desk.requests.length, { timeout: 10_000 }).toBe(1);
    stop.abort();
    const { exitCode, stderr, stdout } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^error: Cancelled\.\n/);
    expect(stdout.length).toBe(0);
    await expect.poll(() => desk.requests[0]?.aborted).toBe(true);
  });
});

test('an error of the server that would command the terminal does not reach it', async () => {
  desk.sandbox.faults.add({
    status: 400,
    body: JSON.stringify({ type: 'error', error: { message: 'a\u001b]0;owned\u0007b' } }),
  });
  const { stderr } = await run(['get', '/user'], { env: desk.env });
  expect(stderr).toContain('HTTP 400');
  expect(stderr).not.toContain('\u001b');
});

describe('what an error quotes', () => {
  test.each(['x', '\u202e', '\u001b'])('stays short when it is 5000 of %j', async (sign) => {
    const said = await failure(['get', '/user', '--limit', sign.repeat(5000)], 2);
    expect(said).toMatch(/at least 1/);
  });

  test('reaches a terminal visible, as JSON too', async () => {
    const ran = await desk.bbx(['get', '/user', '-o', 'json', '-q', 'a\u202eb\u200b']);
    expect(ran.stderr).not.toMatch(/[\u202e\u200b]/);
    expect(JSON.parse(ran.stderr).error.message).toContain('a\u202eb\u200b');
  });

  test('and what the server says before another try', async () => {
    const body = JSON.stringify({ type: 'error', error: { message: 'a\u202eb\u001b[31m' } });
    const headers = { 'content-type': 'application/json', 'retry-after': '1' };
    desk.sandbox.faults.add({ path: '/user', status: 429, headers, body });
    const { stderr, exitCode } = await desk.bbx(['get', '/user']);
    expect([exitCode, stderr.includes('Trying again')]).toEqual([0, true]);
    expect(stderr).not.toContain('\u202e');
    expect(stderr).not.toContain('\u001b');
  });
});
