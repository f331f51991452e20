import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isObject, type Json, textAt } from '../../src/sandbox/json.ts';
import { BACKEND, type Visited, visited } from './visit.ts';

let bitbucket: Visited;
beforeAll(async () => {
  bitbucket = await visited();
});
afterAll(() => bitbucket.sandbox.close());

const get = (path: string) => bitbucket.visit(`GET ${path}`);
const ids = (values: readonly Json[]) => values.map((one) => (isObject(one) ? one.id : undefined));
const message = (body: Json) => textAt(body, 'error', 'message');

/** Follows `next` to the end. */
async function everyPage(path: string): Promise<Json[]> {
  const all: Json[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await get(next);
    all.push(...answer.values);
    next = textAt(answer.body, 'next');
  }
  return all;
}

describe('pages', () => {
  test('ten at a time unless asked for more, with an absolute next', async () => {
    const { body, values } = await get(`${BACKEND}/pullrequests`);
    expect(values).toHaveLength(10);
    expect(body).toMatchObject({ pagelen: 10, page: 1 });
    expect(textAt(body, 'next')).toBe(`${bitbucket.sandbox.url}/2.0${BACKEND}/pullrequests?page=2`);
  });

  test('following next gives every open pull request once', async () => {
    const all = ids(await everyPage(`${BACKEND}/pullrequests?pagelen=25`));
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain(42);
  });

  test('pull requests come fifty at most, other things a hundred', async () => {
    const refused = await get(`${BACKEND}/pullrequests?pagelen=51`);
    expect([refused.status, message(refused.body)]).toEqual([400, 'Invalid pagelen']);
    expect((await get(`${BACKEND}/refs/branches?pagelen=100`)).status).toBe(200);
    expect((await get(`${BACKEND}/refs/branches?pagelen=101`)).status).toBe(400);
  });

  test('commits are walked: neither size nor page, and a next that means nothing', async () => {
    const { body } = await get(`${BACKEND}/commits?pagelen=10`);
    expect(Object.keys(body).sort()).toEqual(['next', 'pagelen', 'values']);
    expect(textAt(body, 'next')).toMatch(/[?&]ctx=[0-9a-f]+$/);
    const hashes = (await everyPage(`${BACKEND}/commits/main?pagelen=20`)).map((one) =>
      textAt(one, 'hash'),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.length).toBeGreaterThan(40);
  });

  test('state may be repeated, and is OPEN when absent', async () => {
    const one = await get(`${BACKEND}/pullrequests?state=DECLINED`);
    const two = await get(`${BACKEND}/pullrequests?state=DECLINED&state=SUPERSEDED`);
    expect(one.body.size).toBe(6);
    expect(two.body.size).toBe(7);
  });
});

describe('fields', () => {
  const list = `${BACKEND}/pullrequests?pagelen=1`;

  test('a whitelist keeps only what it names, next included', async () => {
    const { body } = await get(`${list}&fields=values.id,values.author.nickname`);
    expect(body).toEqual({ values: [{ id: 108, author: { nickname: 'jlindqvist' } }] });
    const withNext = await get(`${list}&fields=values.id,next`);
    expect(Object.keys(withNext.body).sort()).toEqual(['next', 'values']);
  });

  test('a minus leaves out, and a plus adds what lists hide', async () => {
    const [usual] = (await get(list)).values;
    expect(usual).not.toHaveProperty('reviewers');
    const [less] = (await get(`${list}&fields=-values.links,-values.author.links`)).values;
    expect(less).not.toHaveProperty('links');
    expect(less).not.toHaveProperty('author.links');
    const [more] = (await get(`${list}&fields=%2Bvalues.reviewers,%2Bvalues.participants`)).values;
    expect(more).toHaveProperty('reviewers');
    expect(more).toHaveProperty('participants');
    expect(more).toHaveProperty('title');
  });
});

describe('q and sort', () => {
  const search = (q: string) =>
    get(`${BACKEND}/pullrequests?pagelen=50&q=${encodeURIComponent(q)}`);

  test.each([
    ['id = 42', [42]],
    ['title ~ "rotate jwt"', [42]],
    ['source.branch.name = "feature/JWT-rotation" AND state = "OPEN"', [42]],
    ['id in (42, 43) and not_there = 1', undefined],
    ['(id = 42 OR id = 43) AND author.nickname != "aiko-t"', [43, 42]],
    ['id > 40 AND id <= 43', [43, 42]],
    ['id > 40 AND id <= 43 AND state != "SUPERSEDED"', [43, 42, 41]],
    ['state = "DECLINED" AND created_on > 2026-11-01', [77, 50]],
    ['id =', undefined],
  ])('%s', async (q, expected) => {
    const { status, values } = await search(q);
    expect(expected === undefined ? status : ids(values)).toEqual(expected ?? 400);
  });

  test('reviewers can be asked for although lists do not show them', async () => {
    const { uuid } = bitbucket.sandbox.world.people[4] ?? { uuid: '' };
    const { values } = await search(`reviewers.uuid = "${uuid}" AND id = 42`);
    expect(ids(values)).toEqual([42]);
  });

  test('a field that there is not is refused by name', async () => {
    const { body } = await search('colour = "red"');
    expect(message(body)).toBe('Field "colour" does not support filtering');
  });

  test('branches are sorted by the date of their tip', async () => {
    const oldest = await get(`${BACKEND}/refs/branches?sort=target.date&pagelen=3`);
    expect(oldest.values.map((one) => textAt(one, 'name'))).toContain('old-experiment');
    const newest = await get(`${BACKEND}/refs/branches?sort=-target.date&pagelen=1`);
    expect(textAt(newest.values[0], 'name')).toBe('main');
  });
});
