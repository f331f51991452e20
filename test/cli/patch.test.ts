import { describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const PULL = `${REPO}/pullrequests/42`;

describe('patch', () => {
  test('changes the title of a pull request, and keeps description and reviewers', async () => {
    const keep =
      '{description: description, reviewers: reviewers[].uuid, to: destination.branch.name}';
    const before = json(await desk.bbx(['get', PULL, '--jq', keep]));
    const ran = await desk.bbx([
      'patch',
      PULL,
      '-f',
      'title=A better title',
      '--jq',
      'title',
      '-o',
      'raw',
    ]);
    expect(ran.stdout.toString()).toBe('A better title\n');
    expect(ran.stderr).toBe('');
    expect(desk.asked.slice(1)).toEqual([`GET ${PULL}`, `PUT ${PULL}`]);
    expect(json(await desk.bbx(['get', PULL, '--jq', keep]))).toEqual(before);
    expect(Object(before).reviewers).toHaveLength(3);
  });

  test('with nothing to change sends no PUT, and says so', async () => {
    const title = (await desk.bbx(['get', PULL, '--jq', 'title', '-o', 'raw'])).stdout
      .toString()
      .trim();
    const ran = await desk.bbx(['patch', PULL, '-f', `title=${title}`]);
    expect(json(ran)).toMatchObject({ done: true, changed: [] });
    expect(desk.asked.filter((asked) => asked.startsWith('PUT'))).toEqual([]);
  });

  test('--dry-run shows the merged body and sends none', async () => {
    const shown = json(await desk.bbx(['patch', PULL, '-F', 'draft=true', '--dry-run']));
    expect(shown).toMatchObject({
      dry_run: true,
      method: 'PUT',
      changed: ['draft'],
      body: { draft: true, title: expect.any(String) },
    });
    expect(Object(shown).body.reviewers).toHaveLength(3);
    expect(desk.asked).toEqual([`GET ${PULL}`]);
  });

  test('takes a web address, and a comment', async () => {
    const id = (
      await desk.bbx(['get', `${PULL}/comments`, '--jq', 'values[0].id', '-o', 'raw'])
    ).stdout
      .toString()
      .trim();
    const { gitUrl } = desk.sandbox;
    const ran = await desk.bbx([
      'patch',
      `${gitUrl}/acme/backend-api/pull-requests/42#comment-${id}`,
      '-f',
      'content[raw]=Better words',
    ]);
    expect(json(ran)).toMatchObject({ content: { raw: 'Better words' } });
  });

  test('of what cannot be patched says that PUT is the verb (D13), or which verbs there are', async () => {
    const put = await desk.bbx(['patch', `${REPO}/default-reviewers/maya`, '-f', 'state=FAILED']);
    const none = await desk.bbx(['patch', `${REPO}/refs/branches/main`, '-f', 'name=trunk']);
    for (const { exitCode, stderr } of [put, none]) {
      expect(exitCode).toBe(2);
      expect(stderr).toContain('Bitbucket Cloud has no PATCH');
    }
    expect(`${put.stderr}${none.stderr}`).toContain('DELETE');
    expect(desk.requests).toEqual([]);
  });

  test('of a field that nobody can write, or of no field, sends no PUT', async () => {
    const unwritable = await desk.bbx(['patch', PULL, '-f', 'author=me']);
    expect(unwritable.exitCode).toBe(3);
    expect(unwritable.stderr).toContain('author');
    const empty = await desk.bbx(['patch', PULL]);
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toContain('-f title=');
    expect(desk.asked.filter((asked) => asked.startsWith('PUT'))).toEqual([]);
  });
});
