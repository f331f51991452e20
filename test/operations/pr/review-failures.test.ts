import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { type Ran, start } from '../../support/cli.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { PullDesk } from './pull-desk.ts';

const desk = sandboxForFile({ described: true });

const FILE = Array.from({ length: 9 }, (_, at) => `line ${at + 1}\n`).join('');
const FINDINGS = [1, 2, 3, 4, 5].map((line) => ({ path: 'a.ts', line, body: `Finding ${line}` }));
const ALL = FINDINGS.map(({ line, body }) => `a.ts:${line} ${body}`);

const open = async () => await PullDesk.open(desk, {}, { 'a.ts': FILE });

const args = ({ id }: PullDesk) => [
  ...['pr', 'review', String(id), '-R', 'acme/backend-api', '--findings', '-'],
  ...['--approve', '--body', 'All in all'],
];
const review = async (pull: PullDesk): Promise<Ran> =>
  await desk.bbx(args(pull), { stdin: JSON.stringify(FINDINGS) });

const answer = ({ stdout }: Ran) => JSON.parse(stdout.toString());
const statuses = (ran: Ran): string[] =>
  answer(ran).items.map(({ status }: { status: string }) => status);

/** Lets a fault befall the comment with this number, from 1. */
function befall(number: number, fault: Fault): void {
  const comments = { method: 'POST', path: /\/comments$/ };
  if (number > 1) desk.sandbox.faults.add({ ...comments, times: number - 1 });
  desk.sandbox.faults.add({ ...comments, ...fault });
}

/** Sends the rest, and finds that each comment is there once. */
async function goesOn(pull: PullDesk): Promise<Ran> {
  desk.sandbox.faults.clear();
  const again = await review(pull);
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  expect(pull.comments).toEqual([...ALL, 'All in all']);
  expect(pull.verdict).toBe('approved');
  return again;
}

test('a rate limit in the middle ends it: what stands is told, the rest is sent by the next run', async () => {
  const pull = await open();
  befall(3, { status: 429, times: 9, headers: { 'retry-after': '1800' } });
  const ran = await review(pull);
  expect(ran.exitCode).toBe(5);
  expect(statuses(ran)).toEqual(['posted', 'posted', 'failed', 'not tried', 'not tried']);
  expect(answer(ran)).toMatchObject({
    verdict_status: 'held back',
    body: 'not tried',
    posted: 2,
    failed: 1,
    not_tried: 2,
  });
  expect(ran.stderr).toMatch(/^error: 2 of 5 comments stand; the verdict is held back\. /);
  expect(ran.stderr).toContain(
    'hint: Run the same again to send what is missing: nothing is posted twice.',
  );
  expect(pull.verdict).toBeNull();
  const again = await goesOn(pull);
  expect(statuses(again)).toEqual(['already there', 'already there', 'posted', 'posted', 'posted']);
});

test('a short rate limit is waited for', async () => {
  const pull = await open();
  befall(3, { status: 429, headers: { 'retry-after': '1' } });
  const ran = await review(pull);
  expect(answer(ran)).toMatchObject({ posted: 5, verdict_status: 'sent' });
  expect(pull.comments).toEqual([...ALL, 'All in all']);
});

describe('a comment whose answer is lost', () => {
  test('and that does not appear is never posted once more, and told as unknown', async () => {
    const pull = await open();
    befall(3, { status: 503 });
    const ran = await review(pull);
    expect(ran.exitCode).toBe(5);
    expect(statuses(ran)).toEqual(['posted', 'posted', 'unknown', 'not tried', 'not tried']);
    expect(answer(ran)).toMatchObject({ verdict_status: 'held back', failed: 0, unknown: 1 });
    expect(answer(ran).items[2].why).toMatch(
      /\. It may be there all the same: run it again to see\.$/,
    );
    expect(ran.stderr).toContain('A comment was sent, and whether it stands is not known.');
    expect(ran.stderr).not.toContain('nothing is posted twice');
    expect(pull.comments).toEqual(ALL.slice(0, 2));
    await goesOn(pull);
  });

  test('after it was taken is found, and not posted again', async () => {
    const pull = await open();
    befall(3, { truncate: 20 });
    const ran = await review(pull);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(answer(ran)).toMatchObject({ posted: 5, verdict_status: 'sent' });
    expect(answer(ran).items[2].id).toBe(pull.kept.comments[2]?.id);
    expect(pull.comments).toEqual([...ALL, 'All in all']);
  });

  test('is told from one that stands elsewhere and says the same', async () => {
    const pull = await open();
    const alike = FINDINGS.map((finding) => ({ ...finding, body: 'The same' }));
    befall(3, { truncate: 20 });
    const ran = await desk.bbx(args(pull), { stdin: JSON.stringify(alike) });
    expect(answer(ran)).toMatchObject({ posted: 5 });
    expect(pull.comments).toHaveLength(6);
  });

  test('and cannot be looked for ends it, and is found by the next run', async () => {
    const pull = await open();
    befall(3, { truncate: 20 });
    const lists = { method: 'GET', path: /\/comments\?/ };
    desk.sandbox.faults.add(lists);
    desk.sandbox.faults.add({ ...lists, status: 500, times: 9 });
    const ran = await review(pull);
    expect(ran.exitCode).toBe(5);
    expect(statuses(ran)).toEqual(['posted', 'posted', 'unknown', 'not tried', 'not tried']);
    expect(statuses(await goesOn(pull))).toEqual([
      ...['already there', 'already there', 'already there'],
      ...['posted', 'posted'],
    ]);
  });
});

test('one that Bitbucket refuses leaves the next ones to be posted, and holds the verdict back', async () => {
  const pull = await open();
  const body = JSON.stringify({ type: 'error', error: { message: 'Too long' } });
  befall(2, { status: 400, body });
  const ran = await review(pull);
  expect(ran.exitCode).toBe(3);
  expect(statuses(ran)).toEqual(['posted', 'failed', 'posted', 'posted', 'posted']);
  expect(answer(ran)).toMatchObject({ verdict_status: 'held back', body: 'not tried' });
  expect(answer(ran).items[1].why).toContain('Too long (HTTP 400)');
  expect(ran.stderr).toBe(
    'error: 4 of 5 comments stand; the verdict is held back. Bitbucket refused it: Too long (HTTP 400).\nhint: Run the same again to send what is missing: nothing is posted twice. Change what it names.\n',
  );
  expect(pull.comments).toEqual(ALL.filter((_, at) => at !== 1));
});

test('a verdict that fails leaves all comments told as posted', async () => {
  const pull = await open();
  desk.sandbox.faults.add({ method: 'POST', path: /\/approve$/, status: 500, times: 9 });
  const ran = await review(pull);
  expect(ran.exitCode).toBe(5);
  expect(answer(ran)).toMatchObject({ verdict_status: 'failed', body: 'posted', posted: 5 });
  const again = await goesOn(pull);
  expect(answer(again)).toMatchObject({
    verdict_status: 'sent',
    body: 'already there',
    already: 5,
  });
});

test('a verdict alone that fails is said in words, not in requests', async () => {
  const pull = await open();
  desk.sandbox.faults.add({ method: 'POST', path: /\/approve$/, status: 500, times: 9 });
  const alone = ['pr', 'review', String(pull.id), '-R', 'acme/backend-api', '--approve'];
  const ran = await desk.bbx(alone);
  expect(ran.exitCode).toBe(5);
  expect(ran.stderr).toMatch(/^error: The approval failed\. Bitbucket had an error of its own/);
  expect(ran.stderr).not.toMatch(/comments stand|POST/);
});

test('a token that may not write is told with the first comment', async () => {
  const pull = await open();
  const { email, token } = desk.sandbox.credentials.noPullRequests;
  const ran = await desk.bbx(args(pull), {
    stdin: JSON.stringify(FINDINGS),
    env: { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token },
  });
  expect(ran.exitCode).toBe(4);
  expect(pull.comments).toEqual([]);
});

test('^C in the middle tells what stands, and the next run sends the rest', async () => {
  const pull = await open();
  befall(3, { delay: 60_000 });
  const { child, ended } = start(args(pull), { env: desk.env, stdin: JSON.stringify(FINDINGS) });
  const third = () => desk.asked.filter((asked) => /^POST .*\/comments$/.test(asked)).length === 3;
  while (!third()) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGINT');
  const ran = await ended;
  expect(ran.exitCode).toBe(130);
  expect(statuses(ran)).toEqual(['posted', 'posted', 'unknown', 'not tried', 'not tried']);
  expect(answer(ran).items[2].why).toContain('It may be there all the same');
  await goesOn(pull);
});
