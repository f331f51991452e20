import { describe, expect, test } from 'vitest';
import { json, type RunOptions } from '../../support/cli.ts';
import { undescribed } from '../../support/described-requests.ts';
import { startMcp } from '../../support/mcp.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { openTerminal } from '../../support/terminal.ts';

const desk = sandboxForFile({ described: true });
const PULL = '/repositories/acme/backend-api/pullrequests/42';
const R = ['-R', 'acme/backend-api'];
const tasks = async (args: readonly string[] = [], options?: RunOptions) =>
  await desk.bbx(['pr', 'tasks', '42', ...args, ...R], options);
const writes = () => desk.asked.filter((line) => !line.startsWith('GET'));

interface Row {
  readonly id: number;
  readonly [name: string]: unknown;
}

async function rows(args: readonly string[] = []): Promise<readonly Row[]> {
  const { stdout } = await tasks(args);
  return Object(JSON.parse(stdout.toString())).values;
}

/** Adds a task; its id. */
async function add(text: string): Promise<string> {
  const [row] = await rows(['--add', text]);
  return String(row?.made);
}

describe('pr tasks', () => {
  test('lists them, the open ones first', async () => {
    const [first] = await rows();
    expect(first).toEqual({
      id: expect.any(Number),
      state: 'open',
      text: 'Answer 401 for an unknown kid',
      creator: 'Tom Becker',
      comment: expect.any(Number),
    });
    const done = await add('To be done at once');
    await tasks(['--done', done]);
    const open = await add('Still open');
    const listed = (await rows()).map(({ id, state }) => [String(id), state]);
    expect(listed).toEqual([
      [String(first?.id), 'open'],
      [open, 'open'],
      [done, 'done'],
    ]);
    const person = (await tasks(['-o', 'table'])).stdout.toString();
    expect(person).toContain(`[x] ${done}  To be done at once  (Maya Alvarez)\n`);
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test('says how many there are, and which pull request is not there', async () => {
    expect(json(await tasks())).toMatchObject({ size: (await rows()).length });
    for (const command of ['tasks', 'threads']) {
      const { exitCode, stderr } = await desk.bbx(['pr', command, '9999', ...R]);
      const said = 'There is no pull request 9999 in acme/backend-api.';
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining(said)]);
    }
  });

  test('adds one on a comment; a comment that is not there is refused', async () => {
    const [{ comment } = { comment: 0 }] = await rows();
    const [row] = await rows(['--add', 'On the comment', '--on', String(comment)]);
    const made = json(await desk.bbx(['get', `${PULL}/tasks/${row?.made}`]));
    expect(made).toMatchObject({ comment: { id: comment }, content: { raw: 'On the comment' } });
    const { exitCode, stderr } = await tasks(['--add', 'x', '--on', '999999']);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('999999')]);
  });

  test('finishes, reopens and rewords several; what is so already is not sent', async () => {
    const [one, two] = [await add('One'), await add('Two')];
    await tasks(['--done', two]);
    const before = writes().length;
    const ran = await rows(['--done', `${one},${two}`, '--edit', two, '--body', 'Zwei']);
    expect(ran).toEqual([
      { id: Number(two), action: 'edit', result: 'done' },
      { id: Number(one), action: 'done', result: 'done' },
      { id: Number(two), action: 'done', result: 'already' },
    ]);
    expect(writes().slice(before)).toEqual([
      `PUT ${PULL}/tasks/${two}`,
      `PUT ${PULL}/tasks/${one}`,
    ]);
    const now = json(await desk.bbx(['get', `${PULL}/tasks/${two}`]));
    expect(now).toMatchObject({ state: 'RESOLVED', content: { raw: 'Zwei' } });
    expect((await rows(['--reopen', two]))[0]).toMatchObject({ result: 'done' });
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test('what fails is reported, and the others are done', async () => {
    const fine = await add('Fine');
    const ran = await tasks(['--done', `999999,${fine}`]);
    expect(ran.exitCode).toBe(3);
    expect(JSON.parse(ran.stdout.toString()).values).toMatchObject([
      { id: 999_999, result: 'failed', error: 'Pull request 42 has no task 999999.' },
      { id: Number(fine), result: 'done' },
    ]);
  });

  test('a rate limit in the middle ends it', async () => {
    const ids = [await add('A'), await add('B'), await add('C')];
    const limited = { status: 429, headers: { 'retry-after': '3000' }, body: '{}' };
    desk.sandbox.faults.add({ method: 'PUT', path: `/tasks/${ids[1]}`, ...limited });
    const ran = await tasks(['--done', ids.join()]);
    expect(ran.exitCode).toBe(5);
    const results = JSON.parse(ran.stdout.toString()).values.map((row: Row) => row.result);
    expect(results).toEqual(['done', 'failed', 'not tried']);
  });

  test('a task whose answer is lost is looked for, and not made twice', async () => {
    desk.sandbox.faults.add({ method: 'POST', path: '/tasks', truncate: 9 });
    const kept = await tasks(['--add', 'Only once']);
    expect(kept.stderr).toContain('The answer was lost');
    expect(kept.exitCode).toBe(0);
    desk.sandbox.faults.add({ method: 'POST', path: '/tasks', status: 502 });
    const lost = await tasks(['--add', 'Never there']);
    expect(lost.exitCode).toBe(5);
    expect(lost.stderr).toContain('before you repeat it');
    expect(writes()).toEqual([`POST ${PULL}/tasks`, `POST ${PULL}/tasks`]);
  });

  test('deleting is asked about, by what the task says; a script needs --yes', async () => {
    const id = await add('Delete me\u001b[2J');
    const refused = await tasks(['--delete', id]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`Delete task ${id}, "Delete me^[[2J"?`);
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr tasks 42 --delete ${id} ${R.join(' ')}`);
    await terminal.until(/Delete task \d+, "Delete me\^\[\[2J"/);
    await terminal.press('n');
    expect(await terminal.ended()).toBe(2);
    expect(await rows(['--delete', id, '--yes'])).toEqual([
      { id: Number(id), action: 'delete', result: 'done' },
    ]);
    const again = await tasks(['--delete', id, '--yes']);
    expect([again.exitCode, again.stderr]).toEqual([3, expect.stringContaining('has no task')]);
  });

  test('what makes no sense is refused before anything is asked', async () => {
    const mistakes = [
      [['--on', '5'], '--on means nothing without --add'],
      [['--edit', '5'], '--edit means nothing without --body'],
      [['--add', ' '], 'The task is empty.'],
      [['--done', '0'], '--done takes ids, not "0".'],
      [['--done', '5', '--reopen', '5'], 'do not go together'],
    ] as const;
    for (const [args, said] of mistakes) {
      const { exitCode, stderr } = await tasks(args);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    }
    expect(desk.requests).toEqual([]);
  });

  test('an agent lists, adds and finishes, with numbers or words for ids', async () => {
    const mcp = await startMcp(desk.env, { tools: 'pr' });
    const at = { pr: '42', repo: 'acme/backend-api' };
    expect((await mcp.call('bb_pr_tasks', at)).text).toContain('Answer 401 for an unknown kid');
    const made = await mcp.call('bb_pr_tasks_update', { ...at, add: 'From an agent' });
    const id = /\d{3,}/.exec(made.text)?.[0] ?? '';
    const done = await mcp.call('bb_pr_tasks_update', { ...at, done: [Number(id)] });
    expect(done.text).toContain('done');
    const again = await mcp.call('bb_pr_tasks_update', { ...at, done: [id] });
    expect(again.text).toContain('already');
    // The tool that reads cannot write, and the one that writes wants something to do.
    const unknown = await mcp.call('bb_pr_tasks', { ...at, add: 'Not here' });
    expect([unknown.isError, unknown.text]).toEqual([
      true,
      expect.stringContaining('no argument add'),
    ]);
    const nothing = await mcp.call('bb_pr_tasks_update', at);
    expect([nothing.isError, nothing.text]).toEqual([
      true,
      expect.stringContaining('Nothing is named'),
    ]);
  });
});
