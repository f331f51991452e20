import { describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';
const BRANCH = `${REPO}/refs/branches/wip%2Fmetrics`;

describe('delete', () => {
  test('without a person and without --yes is refused, and nothing is sent', async () => {
    const { exitCode, stderr } = await desk.bbx(['delete', BRANCH]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
    expect(stderr).toContain(BRANCH);
    expect(desk.requests).toEqual([]);
  });

  test('--dry-run shows what would be sent', async () => {
    expect(json(await desk.bbx(['delete', BRANCH, '--dry-run']))).toEqual({
      dry_run: true,
      method: 'DELETE',
      url: `${desk.sandbox.url}/2.0${BRANCH}`,
    });
    expect(desk.requests).toEqual([]);
  });

  test('with --yes deletes, and says what happened for a program (D9)', async () => {
    const ran = await desk.bbx(['delete', BRANCH, '--yes']);
    expect(json(ran)).toEqual({ done: true, status: 204, method: 'DELETE', path: BRANCH });
    expect(ran.stderr).toBe('');
    const gone = await desk.bbx(['get', BRANCH]);
    expect(gone.exitCode).toBe(3);
  });

  test('and for a person', async () => {
    const path = `${REPO}/refs/branches/old-experiment`;
    const { stdout } = await desk.bbx(['delete', path, '-y', '-o', 'table']);
    expect(stdout.toString()).toBe(`Deleted: DELETE ${path} (HTTP 204, no body).\n`);
  });
});
