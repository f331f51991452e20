import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { call } from '../../../src/core/bitbucket/call.ts';
import { json } from '../../support/cli.ts';
import { testContext } from '../../support/context.ts';
import { startMcp } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const PR42 = ['pr', 'view', '42', '-R', 'acme/backend-api'];
const text = async (args: readonly string[], env: Record<string, string> = {}) => {
  const ran = await desk.bbx([...args, '-o', 'table'], { env: { COLUMNS: '80', ...env } });
  expect(ran.exitCode, ran.stderr).toBe(0);
  return ran.stdout.toString();
};
const send = async (method: 'POST' | 'PUT', at: string, body: unknown) =>
  await call(testContext(desk.sandbox.url, { environment: { ...desk.env } }), method, at, { body });

describe('pr view', () => {
  test('gives all parts as small JSON, each asked for once and at the same time', async () => {
    const ran = await desk.bbx(PR42);
    const data = json(ran);
    expect(data).toEqual({
      id: 42,
      title: 'Rotate JWT signing keys and answer 401 for bad tokens',
      state: 'OPEN',
      draft: false,
      author: 'Jonas Lindqvist',
      source: 'feature/JWT-rotation',
      destination: 'main',
      created_on: expect.stringMatching(/^2026-/),
      updated_on: expect.stringMatching(/^2026-/),
      reviewers: [
        { name: 'Maya Alvarez', verdict: 'approved' },
        { name: 'Tom Becker', verdict: 'approved' },
        { name: 'Aiko Tanaka', verdict: null },
      ],
      checks: {
        failed: 1,
        successful: 1,
        failing: [
          {
            name: 'Pipeline #1203 for feature/JWT-rotation',
            description: 'FAILED',
            url: `${desk.sandbox.gitUrl}/acme/backend-api/pipelines/results/1203`,
          },
        ],
      },
      unresolved: [
        {
          id: expect.any(Number),
          path: 'src/auth/jwt.ts',
          line: 23,
          author: 'Tom Becker',
          text: expect.stringMatching(/^Falling back to `keys\[0\]`/),
          replies: 2,
        },
      ],
      tasks: [{ id: expect.any(Number), text: 'Answer 401 for an unknown kid' }],
      blocked_by: [],
      comments: 5,
      description: expect.stringContaining('Keys come from a file'),
      url: `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/42`,
    });
    expect(desk.asked).toHaveLength(5);
    expect(encode(ran.stdout.toString()).length).toBeLessThan(500);
  });

  test('is the same text with colour as without', async () => {
    const plain = await text([...PR42, '--comments']);
    const coloured = await text([...PR42, '--comments'], { FORCE_COLOR: '1' });
    expect(coloured.startsWith('\u001b[1m#42 Rotate')).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('gives every thread in full with --comments', async () => {
    const { threads } = Object.assign({ threads: [] }, json(await desk.bbx([...PR42, '-c'])));
    expect(threads).toHaveLength(3);
    expect(threads[1]).toMatchObject({
      path: 'src/auth/jwt.ts',
      line: 23,
      resolved: false,
      comments: [
        { author: 'Tom Becker' },
        { author: 'Jonas Lindqvist', text: expect.stringContaining('two cases') },
        { author: 'Tom Becker', text: 'Please do, then I am happy.' },
      ],
    });
  });

  test('lays it out for a person in 80 columns', async () => {
    const shown = await text(PR42);
    expect(
      shown
        .replace(/\d+ (day|month|year|hour)s? ago/g, 'AGO')
        .replace(desk.sandbox.gitUrl, '')
        .replace(desk.sandbox.gitUrl, ''),
    ).toBe(
      `#42 Rotate JWT signing keys and answer 401 for bad tokens
OPEN  feature/JWT-rotation → main
Jonas Lindqvist, opened AGO, updated AGO

Keys come from a file and carry an id, so that a new one can be rolled out
without signing everybody out.

* expired and forged tokens are answered with **401** instead of 500
* messages of unknown errors no longer reach the client

Reviewers  ✓ Maya Alvarez approved
           ✓ Tom Becker approved
           · Aiko Tanaka
Checks     ✗ 1 failed  ✓ 1 passed
           Pipeline #1203 for feature/JWT-rotation: FAILED
           /acme/backend-api/pipelines/results/1203
Tasks      [ ] Answer 401 for an unknown kid

1 unresolved thread
src/auth/jwt.ts:23
  Tom Becker, AGO, 2 replies
    Falling back to \`keys[0]\` when the \`kid\` is unknown hides a forged header.
    Should this not be a 401?

2 other comments: --comments shows all

/acme/backend-api/pull-requests/42
`,
    );
    expect(await text([...PR42, '--comments'])).toMatch(
      /^ {2}Tom Becker, [^,]+ ago\n {4}Please do, then I am happy\.$/m,
    );
  });

  test('says what blocks merging, and only of open ones', async () => {
    const at = ['-R', 'acme/backend-api'];
    expect(await text(['pr', 'view', '57', ...at])).toContain(
      'Merge      blocked: conflicts with the destination\n',
    );
    const declined = await text(['pr', 'view', '5', ...at]);
    expect(declined).toMatch(/^DECLINED {2}/m);
    expect(declined).not.toContain('blocked');
  });

  test.each([
    ['statuses', 'checks', 'Checks'],
    ['comments', 'threads', 'Threads'],
    ['tasks', 'tasks', 'Tasks'],
  ])('tells that /%s may not be read in its own part', async (path, part, label) => {
    const fault = { path: `/42/${path}`, status: 403, body: 'no scope' };
    desk.sandbox.faults.add(fault);
    const data = json(await desk.bbx(PR42));
    expect(data).toMatchObject({ id: 42, missing: { [part]: expect.stringMatching(/403/) } });
    desk.sandbox.faults.add(fault);
    expect(await text(PR42)).toMatch(new RegExp(`^${label} +not shown: `, 'm'));
  });

  test('does without the blockers where Bitbucket has them not yet', async () => {
    desk.sandbox.faults.add({ path: '/mergeability/checks', status: 404, body: 'no' });
    const ran = await desk.bbx(PR42);
    expect(json(ran)).toMatchObject({ blocked_by: [] });
    expect(ran.stderr).toBe('');
  });

  test('shows so many threads as somebody reads, and where the others are', async () => {
    const at = '/repositories/acme/frontend/pullrequests/12/comments';
    const before: string = await text(['pr', 'view', '12', '-R', 'acme/frontend']);
    for (let line = 1; line <= 23; line += 1)
      await send('POST', at, {
        content: { raw: `No. ${line}!` },
        inline: { path: 'a/b', to: line },
      });
    const args = ['pr', 'view', '12', '-R', 'acme/frontend'];
    const shown = await text(args);
    const others = /^.*other comments?:.*$/m;
    expect(shown).toContain('\n20 unresolved threads\n');
    expect(shown.match(/No\. \d+!/g)).toHaveLength(20);
    expect(shown).toMatch(/\n\n3 more unresolved threads: bbx pr threads 12 lists them\n$/);
    expect(others.exec(shown)?.[0]).toBe(others.exec(before)?.[0]);
    expect((await text([...args, '--comments'])).match(/No\. \d+!/g)).toHaveLength(23);
    expect(json(await desk.bbx([...args, '--jq', 'length(unresolved)']))).toBe(23);
    const mcp = await startMcp(desk.env, { tools: 'pr' });
    const agent = await mcp.call('bb_pr_view', { pr: 12, repo: 'acme/frontend' });
    expect(agent.text.match(/No\. \d+!/g)).toHaveLength(20);
    expect(agent.remarks).toContain('3 more unresolved threads (bb_pr_threads lists them)');
  });

  test('says who wants changes, and who came by himself', async () => {
    const at = '/repositories/acme/frontend/pullrequests/9';
    await send('POST', `${at}/request-changes`, undefined);
    const shown = await text(['pr', 'view', '9', '-R', 'acme/frontend']);
    expect(shown).toMatch(/^ {11}✗ Maya Alvarez wants changes$|✗ Maya Alvarez wants changes$/m);
  });

  test('lets nothing that others wrote control the terminal, at any width', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007\u202eright\u202c \u0000\u009b31m';
    const at = '/repositories/acme/frontend/pullrequests/10';
    await send('PUT', at, { title: `Title ${evil}`, description: `Text ${evil}\n\n\ttab ${evil}` });
    await send('POST', `${at}/comments`, {
      content: { raw: `Comment ${evil}\r\nmore` },
      inline: { path: `src/${evil}.ts`, to: 3 },
    });
    await send('POST', `${at}/tasks`, { content: { raw: `Task ${evil}` } });
    for (const width of ['80', '30', '200']) {
      const args = ['pr', 'view', '10', '-R', 'acme/frontend'];
      for (const more of [[], ['-c']]) {
        const shown = await text([...args, ...more], { COLUMNS: width });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        expect(shown).toContain('^[[2J');
      }
    }
  });

  test('colours states, and nothing where colour is not wanted', async () => {
    const esc = String.fromCharCode(27);
    const coloured = await text(PR42, { FORCE_COLOR: '1' });
    expect(coloured).toContain(`${esc}[32mOPEN${esc}[39m  feature/JWT-rotation`);
    expect(coloured).toContain(`${esc}[31m✗ 1 failed${esc}[39m`);
    expect(await text(PR42, { FORCE_COLOR: '0' })).not.toContain(esc);
  });

  test('keeps to 80 columns whatever is long, but for addresses', async () => {
    const at = '/repositories/acme/frontend/pullrequests/11';
    const long = `${'word '.repeat(60)}${'x'.repeat(200)} 界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界`;
    await send('PUT', at, { title: long, description: long });
    await send('POST', `${at}/comments`, {
      content: { raw: long },
      inline: { path: 'a/b', to: 1 },
    });
    await send('POST', `${at}/tasks`, { content: { raw: long } });
    const { displayWidth } = await import('../../../src/core/output/width.ts');
    const lines = (await text(['pr', 'view', '11', '-R', 'acme/frontend'])).split('\n');
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(lines).toContain('    …');
  });

  test.each<[readonly string[], Record<string, string>, number, RegExp]>([
    [['9999', '-R', 'acme/backend-api'], {}, 3, /There is no pull request 9999/],
    [['1', '-R', 'acme/nothing'], {}, 3, /no pull request 1 in acme\/nothing/],
    [['no/branch', '-R', 'acme/backend-api'], {}, 3, /has no pull request/],
    [['42', '-R', 'acme/backend-api'], { ATLASSIAN_API_TOKEN: 'wrong' }, 4, /rejects/],
    [['42'], {}, 2, /No repository is named/],
    [['42', '43'], {}, 2, /Unexpected argument/],
  ])('refuses %j', async (args, env, exitCode, words) => {
    const ran = await desk.bbx(['pr', 'view', ...args], { env });
    expect([ran.exitCode, ran.stdout.toString()], ran.stderr).toEqual([exitCode, '']);
    expect(ran.stderr).toMatch(words);
  });
});
