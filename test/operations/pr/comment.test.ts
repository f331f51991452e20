import { describe, expect, test } from 'vitest';
import { isJsonObject } from '../../../src/core/bitbucket/json-object.ts';
import { BbxError } from '../../../src/core/errors.ts';
import { json, type RunOptions } from '../../support/cli.ts';
import { undescribed } from '../../support/described-requests.ts';
import { sandboxForFile } from '../../support/sandbox.ts';
import { openTerminal } from '../../support/terminal.ts';

const desk = sandboxForFile({ described: true });
const PULL = '/repositories/acme/backend-api/pullrequests/42';
const R = ['-R', 'acme/backend-api'];
const JWT = ['--path', 'src/auth/jwt.ts'];
const comment = async (args: readonly string[], options?: RunOptions) =>
  await desk.bbx(['pr', 'comment', ...args, ...R], options);
const posts = () => desk.asked.filter((line) => !line.startsWith('GET'));
const read = async (id: unknown) => json(await desk.bbx(['get', `${PULL}/comments/${id}`]));

/** Ids of comments of other people than who is signed in. */
function others(id: string) {
  const { repositories, people } = desk.sandbox.world;
  const pull = repositories.get('backend-api')?.pullRequests.find((pr) => String(pr.id) === id);
  return (pull?.comments ?? []).filter(({ user }) => user !== people[0]).map((one) => one.id);
}

/** Runs, and gives what was printed as an object. */
async function posted(args: readonly string[], options?: RunOptions) {
  const answer = json(await comment(args, options));
  if (!isJsonObject(answer)) throw new BbxError('INTERNAL', 'no object');
  return answer;
}

/** Runs what has to fail, and gives its exit code and its words. */
async function refused(args: readonly string[], options?: RunOptions) {
  const { exitCode, stderr, stdout } = await comment(args, options);
  expect(stdout.toString()).toBe('');
  return [exitCode, stderr] as const;
}

describe('pr comment', () => {
  test('posts a general comment and prints its id and address', async () => {
    const made = await posted(['42', '--body', 'Looks *good*.']);
    expect(made).toEqual({
      done: true,
      id: expect.any(Number),
      url: expect.stringContaining(`#comment-${made.id}`),
    });
    expect(await read(made.id)).toMatchObject({ content: { raw: 'Looks *good*.' } });
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test('takes the text from a file or standard input, byte for byte', async () => {
    const { id } = await posted(['42', '-F', '-'], { stdin: 'one\n\n  two \u{1f680}\n' });
    expect(await read(id)).toMatchObject({ content: { raw: 'one\n\n  two \u{1f680}\n' } });
  });

  test('stands on a line of the new file, on a range, on a removed line, on a file', async () => {
    const places = [
      [['--line', '3'], { path: 'src/auth/jwt.ts', to: 3, from: null }],
      [['--line', '5', '--start-line', '3'], { to: 5, start_to: 3 }],
      [['--line', '4', '--side', 'old'], { from: 4, to: null }],
      [[], { to: null, from: null }],
    ] as const;
    for (const [words, inline] of places) {
      const { id } = await posted(['42', '-b', 'Here', ...JWT, ...words]);
      expect(await read(id)).toMatchObject({ inline });
    }
    expect(undescribed(desk.requests.filter(({ server }) => server === 'api'))).toEqual([]);
  });

  test.each([
    [['--line', '999'], /Line 999 is outside the diff of src\/auth\/jwt\.ts, which shows 1-/],
    [['--line', '4', '--start-line', '9'], /start_line 9 comes after line 4/],
    [['--line', '999', '--side', 'old'], /Line 999 of the old file is outside the diff/],
  ])('a place that would be hidden is refused: %j', async (words, said) => {
    const [exitCode, stderr] = await refused(['42', '-b', 'x', ...JWT, ...words]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(said);
    expect(posts()).toEqual([]);
  });

  test('a path that is not in the diff is refused, with the nearest that are', async () => {
    for (const more of [[], ['--line', '3']]) {
      const [exitCode, stderr] = await refused(['42', '-b', 'x', '--path', 'jwt.ts', ...more]);
      expect(exitCode).toBe(3);
      expect(stderr).toContain('jwt.ts is not in the diff');
      expect(stderr).toContain('The nearest: src/auth/jwt.ts');
    }
  });

  test('a line that is unchanged is one of the new file, on whichever side it is counted', async () => {
    const words = ['--line', '5', '--side', 'old'];
    const { id, at } = await posted(['42', '-b', 'x', ...JWT, ...words]);
    expect(at).toBe('src/auth/jwt.ts:6');
    expect(await read(id)).toMatchObject({ inline: { to: 6, from: null } });
  });

  test('answers a comment; one that is not there is refused', async () => {
    const { id } = await posted(['42', '-b', 'First', ...JWT, '--line', '3']);
    const answer = await posted(['42', '-b', 'Second', '--reply-to', String(id)]);
    expect(await read(answer.id)).toMatchObject({ parent: { id } });
    const [exitCode, stderr] = await refused(['42', '-b', 'x', '--reply-to', '999999']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Comment 999999 of pull request 42 is not there.');
  });

  test('edits and deletes what is mine, and says whose the others are', async () => {
    const { id } = await posted(['42', '-b', 'Old words']);
    expect(await posted(['42', '--edit', String(id), '-b', 'New words'])).toMatchObject({ id });
    expect(await read(id)).toMatchObject({ content: { raw: 'New words' } });
    const before = posts().length;
    const same = await comment(['42', '--edit', String(id), '-b', 'New words', '-o', 'table']);
    expect(same.stdout.toString()).toContain('Nothing to change');
    expect(posts()).toHaveLength(before);
    const [scripted, asks] = await refused(['42', '--delete', String(id)]);
    expect([scripted, asks]).toEqual([2, expect.stringContaining('--yes')]);
    expect(await posted(['42', '--delete', String(id), '--yes'])).toEqual({ done: true, id });
    const [gone, words] = await refused(['42', '--edit', String(id), '-b', 'x']);
    expect([gone, words]).toEqual([3, expect.stringContaining('is deleted')]);
    const theirs = String(others('42')[0]);
    for (const change of [
      ['--edit', theirs, '-b', 'x'],
      ['--delete', theirs, '--yes'],
    ]) {
      const [exitCode, stderr] = await refused(['42', ...change]);
      expect(exitCode).toBe(4);
      expect(stderr).toMatch(/Comment \d+ is .+'s: only its author can (edit|delete) it\./);
    }
  });

  test('what makes no sense is refused before anything is asked', async () => {
    const mistakes = [
      [['42'], 'The comment has no text.'],
      [['42', '-b', ' \n'], 'The body is empty.'],
      [['42', '-b', 'x', '-F', 'y'], '--body and --body-file do not go together.'],
      [['42', '-b', 'x', '--line', '3'], '--line means nothing without --path.'],
      [['42', '-b', 'x', ...JWT, '--start-line', '3'], '--start-line means nothing without --line'],
      [['42', '-b', 'x', ...JWT, '--reply-to', '3'], '--reply-to and --path do not go together'],
      [['42', '-b', 'x', '--delete', '3'], '--body and --delete do not go together'],
      [['42', '-F', '/nowhere/to be found'], 'cannot be read'],
    ] as const;
    for (const [args, said] of mistakes) expect((await refused(args))[1]).toContain(said);
    const latin = { stdin: Buffer.from([0x66, 0xfc, 0x72]) };
    expect((await refused(['42', '-F', '-'], latin))[1]).toContain('is no text in UTF-8');
    expect(desk.requests).toEqual([]);
  });

  test('--dry-run shows the code and the text, and sends nothing', async () => {
    const shown = json(await comment(['42', '-b', 'Hm', ...JWT, '--line', '3', '--dry-run']));
    expect(shown).toMatchObject({
      ...{ dry_run: true, action: 'comment', at: 'src/auth/jwt.ts:3', body: 'Hm' },
      code: expect.stringContaining('import'),
    });
    expect(posts()).toEqual([]);
  });

  test('a comment whose answer is lost is looked for, and not posted twice', async () => {
    desk.sandbox.faults.add({ method: 'POST', path: '/comments', truncate: 12 });
    const kept = await comment(['42', '-b', 'Only once']);
    expect(kept.stderr).toContain('The answer was lost');
    expect(await read(Object(json(kept)).id)).toMatchObject({ content: { raw: 'Only once' } });
    expect(posts()).toHaveLength(1);
    desk.sandbox.faults.add({ method: 'POST', path: '/comments', status: 502 });
    const [exitCode, stderr] = await refused(['42', '-b', 'Never there']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('The comment may not be posted');
    expect(stderr).toContain('before you repeat it');
    expect(posts()).toHaveLength(2);
  });

  test('on a terminal deleting is asked about, and No changes nothing', async () => {
    const { id } = await posted(['42', '-b', 'Stay\u001b[31m']);
    const terminal = await openTerminal(desk.env);
    await terminal.enter(`bbx pr comment 42 --delete ${id} ${R.join(' ')}`);
    expect(await terminal.until(/Delete comment/)).toContain('Stay^[[31m');
    await terminal.press('n');
    expect(await terminal.ended()).toBe(2);
    expect(await read(id)).toMatchObject({ deleted: false });
  });

  test('a person writes it in their editor; what could not be sent is shown again', async () => {
    const EDITOR = `sh -c 'printf "Typed by hand\\n" > "$0"'`;
    const terminal = await openTerminal({ ...desk.env, EDITOR });
    const place = `${JWT.join(' ')} --line`;
    const failed = await terminal.run(`bbx pr comment 42 ${place} 999 ${R.join(' ')}`);
    expect(failed.exitCode).toBe(3);
    expect(failed.screen).toContain('Your text was not sent:\n\nTyped by hand');
    expect(posts()).toEqual([]);
    const sent = await terminal.run(`bbx pr comment 42 ${place} 3 ${R.join(' ')}`);
    expect(sent.exitCode).toBe(0);
    const id = /Comment (\d+) is posted/.exec(sent.screen)?.[1];
    expect(await read(id)).toMatchObject({ content: { raw: 'Typed by hand' }, inline: { to: 3 } });
  });

  test('a text that is left empty is not sent', async () => {
    const terminal = await openTerminal({ ...desk.env, EDITOR: 'true' });
    const { exitCode, screen } = await terminal.run(`bbx pr comment 42 ${R.join(' ')}`);
    expect(exitCode).toBe(2);
    expect(screen).toContain('The text was left empty: nothing was sent.');
    expect(posts()).toEqual([]);
  });
});
