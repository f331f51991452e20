import { describe, expect, test } from 'vitest';
import { json } from '../../support/cli.ts';
import { sandboxForFile } from '../../support/sandbox.ts';

const desk = sandboxForFile({ described: true });
const PULLS = '/repositories/acme/backend-api/pullrequests';
const R = ['-R', 'acme/backend-api'];

describe('pr approve', () => {
  test('approves, and twice is as once', async () => {
    for (const _ of [1, 2]) {
      const done = json(await desk.bbx(['pr', 'approve', '44', ...R]));
      const url = `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/44`;
      expect(done).toEqual({ done: true, id: 44, approved: true, url });
      expect(json(await desk.bbx(['get', `${PULLS}/44`, '--jq', 'links.html.href']))).toBe(url);
    }
    const posted = `POST ${PULLS}/44/approve`;
    expect(desk.asked.filter((line) => !line.startsWith('GET'))).toEqual([posted, posted]);
  });

  test('--undo takes it back and leaves a request for changes alone', async () => {
    const ran = await desk.bbx(['pr', 'approve', '#44', ...R, '--undo', '-o', 'table']);
    expect(ran.stdout.toString()).toBe(
      'The approval is taken back from pull request 44 of acme/backend-api.\n',
    );
    expect(desk.asked).toEqual([`DELETE ${PULLS}/44/approve`]);
  });

  test('a closed one is said to be closed', async () => {
    const { exitCode, stderr } = await desk.bbx(['pr', 'approve', '5', ...R]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Pull request 5 is declined: only an open one can be approved.');
  });

  test('one that is not there, and a token without the scope', async () => {
    const missing = await desk.bbx(['pr', 'approve', '9999', ...R]);
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toContain('There is no pull request 9999 in acme/backend-api.');
    const { email, token } = desk.sandbox.credentials.readOnly;
    const env = { ATLASSIAN_USER_EMAIL: email, ATLASSIAN_API_TOKEN: token };
    const refused = await desk.bbx(['pr', 'approve', '44', ...R], { env });
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('The token lacks the scope write:pullrequest');
  });
});

describe('pr ready', () => {
  const show = async (id: number) => json(await desk.bbx(['get', `${PULLS}/${id}`]));

  test('makes a draft and ends it, and keeps all the rest', async () => {
    const before = await show(42);
    const drafted = json(await desk.bbx(['pr', 'ready', '42', ...R, '--undo']));
    expect(drafted).toMatchObject({ done: true, id: 42, draft: true });
    expect(json(await desk.bbx(['pr', 'ready', '42', ...R]))).toMatchObject({ draft: false });
    expect(await show(42)).toEqual({ ...Object(before), updated_on: expect.anything() });
  });

  test('what is ready already is not sent', async () => {
    const ran = await desk.bbx(['pr', 'ready', '42', ...R, '-o', 'table']);
    expect(ran.stdout.toString()).toBe('Nothing to change: pull request 42 is ready for review.\n');
    expect(desk.asked).toEqual([`GET ${PULLS}/42`]);
    const data = json(await desk.bbx(['pr', 'ready', '42', ...R]));
    const url = `${desk.sandbox.gitUrl}/acme/backend-api/pull-requests/42`;
    expect(data).toEqual({ done: true, id: 42, draft: false, url });
  });

  test('a closed one is not ready, though it is no draft', async () => {
    const { exitCode, stderr } = await desk.bbx(['pr', 'ready', '48', ...R]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Pull request 48 is merged: only an open one can be made ready for');
    expect(desk.asked).toEqual([`GET ${PULLS}/48`]);
  });

  test('a closed one cannot become a draft', async () => {
    const { exitCode, stderr } = await desk.bbx(['pr', 'ready', '48', ...R, '--undo']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Pull request 48 is merged: only an open one can be changed.');
    expect(desk.asked).toEqual([`GET ${PULLS}/48`]);
  });
});
