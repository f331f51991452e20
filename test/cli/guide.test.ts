import { describe, expect, test } from 'vitest';
import { json } from '../support/cli.ts';
import { sandboxForFile } from '../support/sandbox.ts';

const desk = sandboxForFile();
const REPO = '/repositories/acme/backend-api';

describe("the guide's own spelling works unchanged", () => {
  test('get with --path, --query-params, --jq and --output-format', async () => {
    const ran = await desk.bbx([
      'get',
      '--path',
      `${REPO}/pullrequests`,
      '--query-params',
      '{"state": ["OPEN", "MERGED"], "pagelen": 5}',
      '--jq',
      'values[].id',
      '--output-format',
      'json',
    ]);
    expect(json(ran)).toHaveLength(5);
    expect(desk.asked).toEqual([`GET ${REPO}/pullrequests?state=OPEN&state=MERGED&pagelen=5`]);
  });

  test('post with --path and --body', async () => {
    const ran = await desk.bbx([
      'post',
      '--path',
      `${REPO}/pullrequests/42/comments`,
      '--body',
      '{"content": {"raw": "By the guide"}}',
    ]);
    expect(json(ran)).toMatchObject({ content: { raw: 'By the guide' } });
  });

  test('the short forms -p, -q and -b', async () => {
    const ran = await desk.bbx(['get', '-p', '/user', '-q', '{"fields": "uuid"}']);
    expect(json(ran)).toEqual({ uuid: expect.any(String) });
  });

  test('flags in every way of writing them, before the path or behind it', async () => {
    const path = `${REPO}/pullrequests`;
    for (const args of [
      ['-o', 'json', '-q', 'pagelen=2', path],
      ['-ojson', '-qpagelen=2', path],
      ['-o=json', '-q=pagelen=2', '--', path],
      [path, '--output=json', '--query-params=pagelen=2'],
    ]) {
      const ran = await desk.bbx(['get', '--jq=length(values)', ...args]);
      expect(json(ran)).toBe(2);
    }
    expect(new Set(desk.asked)).toEqual(new Set([`GET ${path}?pagelen=2`]));
  });
});
