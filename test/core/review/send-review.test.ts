import { describe, expect, test } from 'vitest';
import { readThreads } from '../../../src/core/bitbucket/threads.ts';
import { findLost } from '../../../src/core/review/find-lost.ts';
import type { Outgoing, Sent, Step, StepResult } from '../../../src/core/review/outgoing.ts';
import { sendReview } from '../../../src/core/review/send-review.ts';
import { testContext } from '../../support/context.ts';
import { httpServer } from '../../support/http-server.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { sandboxContext } from '../../support/sandbox-context.ts';

const desk = sandboxForFile({ described: true });
const name = { workspace: 'acme', repo: 'backend-api', id: 42 };

const PLACE = { path: 'src/auth/jwt.ts', side: 'new' as const, line: 5 };

const comment = (key: string, other: object = {}): Step => ({
  kind: 'comment',
  key,
  text: `Comment ${key}`,
  place: PLACE,
  ...other,
});

async function send(
  steps: readonly Step[],
  other: Partial<Outgoing> = {},
  onResult?: (result: StepResult) => void,
): Promise<Sent> {
  const context = sandboxContext(desk.sandbox);
  const threads = await readThreads(context, name);
  const seen = new Set(threads.flatMap(({ comments }) => comments.map(({ id }) => id)));
  const base = { steps, verdict: undefined, before: undefined, me: undefined, seen };
  const outgoing = { ...base, ...other };
  return await sendReview(context, name, outgoing, onResult);
}

/** The same by way of something in between. */
async function sendThrough(url: string, steps: readonly Step[]): Promise<Sent> {
  const context = testContext(url, { environment: { ...desk.env, BBX_API_URL: url } });
  const base = { verdict: undefined, before: undefined, me: undefined, seen: new Set<number>() };
  return await sendReview(context, name, { steps, ...base });
}

/** The threads that begin with this text. */
async function saying(text: string) {
  const threads = await readThreads(sandboxContext(desk.sandbox), name);
  return threads.filter(({ comments }) => comments[0]?.text === text);
}

const statuses = ({ results }: Sent) => results.map(({ status }) => status);

describe('the steps of a review', () => {
  test('are comments, answers and threads to resolve, in their order', async () => {
    const context = sandboxContext(desk.sandbox);
    const threads = await readThreads(context, name);
    const thread = threads.find(({ place }) => place)?.id ?? 0;
    const resolve = { kind: 'resolve' as const, key: 'c', thread, resolved: true };
    const sent = await send([
      comment('a'),
      comment('b', { place: undefined, parent: thread }),
      resolve,
      { ...resolve, key: 'd' },
    ]);
    expect(statuses(sent)).toEqual(['posted', 'posted', 'posted', 'already there']);
    const after = await readThreads(context, name);
    const answered = after.find(({ id }) => id === thread);
    expect(answered?.comments.at(-1)?.text).toBe('Comment b');
    expect(answered?.resolvedBy?.name).toBe('Maya Alvarez');
    expect(after.at(-1)?.place).toEqual({ path: 'src/auth/jwt.ts', side: 'new', line: 5 });
  });

  test('that fail for themselves leave others to be tried, but the last words and the verdict wait', async () => {
    const sent = await send(
      [
        comment('a', { place: undefined, parent: 1 }),
        { kind: 'resolve', key: 'b', thread: 1, resolved: true },
        comment('c'),
        comment('d', { place: undefined, last: true }),
      ],
      { verdict: 'request-changes', before: 'none' },
    );
    expect(statuses(sent)).toEqual(['failed', 'failed', 'posted', 'not tried']);
    expect(sent.verdict).toBe('held back');
    expect(sent.problem?.code).toBe('BAD_REQUEST');
  });

  test('are not begun once it is stopped; each has a result', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const steps = ['a', 'b', 'c'].map((key) => comment(key));
    const sent = await send(steps, { verdict: 'approve', stop: controller.signal }, ({ key }) => {
      told.push(key);
      controller.abort();
    });
    expect(statuses(sent)).toEqual(['posted', 'not tried', 'not tried']);
    expect(told).toEqual(['a', 'b', 'c']);
    expect(sent).toMatchObject({ verdict: 'held back', problem: { code: 'CANCELLED' } });
  });

  test('may be none: a verdict alone', async () => {
    expect(await send([], { verdict: 'approve', before: 'approve' })).toMatchObject({
      results: [],
      verdict: 'already',
    });
    expect(await send([])).toMatchObject({ results: [], verdict: 'none', problem: undefined });
    const stop = AbortSignal.abort();
    expect(await send([], { verdict: 'approve', stop })).toMatchObject({ verdict: 'held back' });
    expect(desk.asked.some((asked) => asked.endsWith('/approve'))).toBe(false);
  });
});

describe('an answer that is lost', () => {
  const fault = { method: 'POST', path: /\/comments$/, truncate: 20 };

  test('is found again', async () => {
    desk.sandbox.faults.add(fault);
    const threads = await readThreads(sandboxContext(desk.sandbox), name);
    const thread = threads.find(({ place }) => place)?.id ?? 0;
    const step = comment('lost', { place: undefined, parent: thread });
    const sent = await send([step]);
    expect(statuses(sent)).toEqual(['posted']);
    const texts = (await readThreads(sandboxContext(desk.sandbox), name))
      .flatMap(({ comments }) => comments)
      .filter(({ text }) => text === 'Comment lost');
    expect(texts.map(({ id }) => id)).toEqual([sent.results[0]?.id]);
  });

  test('is not taken for a comment that was there before and says the same', async () => {
    await send([comment('twice')]);
    desk.sandbox.faults.add({ method: fault.method, path: fault.path, drop: 'before-headers' });
    const sent = await send([comment('twice'), comment('next')], { verdict: 'approve' });
    expect(statuses(sent)).toEqual(['unknown', 'not tried']);
    expect(sent.verdict).toBe('held back');
    expect(await saying('Comment twice')).toHaveLength(1);
  });

  test('is not taken for one on the other side of the same line', async () => {
    await send([comment('sides')]);
    const context = sandboxContext(desk.sandbox);
    const known = { seen: new Set<number>(), me: undefined };
    const lost = (side: 'new' | 'old') =>
      findLost(context, name, { text: 'Comment sides', place: { ...PLACE, side } }, known);
    expect(await lost('old')).toBeUndefined();
    expect(await lost('new')).toMatchObject({ text: 'Comment sides' });
  });

  test('to a gateway that gave up too early is found when the comment appears', async () => {
    const { url } = desk.sandbox;
    const gateway = await httpServer(async (request, response) => {
      const { authorization = '', 'content-type': type } = request.headers;
      const pass = async () =>
        await fetch(`${url}${request.url}`, {
          method: request.method,
          headers: { authorization, ...(type && { 'content-type': type }) },
          ...(request.body.length > 0 && { body: request.body.toString() }),
        });
      if (request.method === 'POST') {
        response.writeHead(504).end();
        setTimeout(pass, 1000);
      } else {
        response.setHeader('content-type', 'application/json');
        response.end(await (await pass()).text());
      }
    });
    const sent = await sendThrough(gateway.url, [comment('late')]);
    expect(statuses(sent)).toEqual(['posted']);
    const [late, ...others] = await saying('Comment late');
    expect(others).toEqual([]);
    expect(late?.id).toBe(sent.results[0]?.id);
    expect(gateway.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});
