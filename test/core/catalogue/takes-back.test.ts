import { describe, expect, test } from 'vitest';
import { allEndpoints } from '../../../src/core/catalogue/all-endpoints.ts';
import { takesBack } from '../../../src/core/catalogue/takes-back.ts';
import { fillTemplate } from '../../../src/core/catalogue/template.ts';

const PULL = '/repositories/acme/backend-api/pullrequests/7';

describe("what takes back one's own mark", () => {
  test.each([
    `${PULL}/approve`,
    `/2.0${PULL}/request-changes/`,
    `${PULL}/comments/12/resolve?x=1`,
    '/repositories/%7Ba%7D/%7Bb%7D/commit/abc/approve',
    '/snippets/acme/kypj/watch',
  ])('is deleting %s', (path) => {
    expect(takesBack('DELETE', path)).toBe(true);
    expect(takesBack('delete', path)).toBe(true);
    for (const method of ['POST', 'PUT', 'GET']) expect(takesBack(method, path)).toBe(false);
  });

  test.each([
    PULL,
    `${PULL}/comments/12`,
    `${PULL}/Approve`,
    `${PULL}/%61pprove`,
    '/repositories/acme/backend-api%2Frefs%2Fbranches%2Fmain%2F..%2F/pullrequests/7/approve',
    '/repositories/acme/backend-api/refs/branches/main%252F../pullrequests/7/approve',
    '/repositories/acme/backend-api/pullrequests/7;x/approve',
    '/repositories/acme/backend-api/refs/branches/pullrequests/7/approve',
    '/repositories/acme/backend-api/nothing/approve',
  ])('is not deleting %s', (path) => {
    expect(takesBack('DELETE', path)).toBe(false);
  });

  test('is five of all operations', () => {
    const paths = allEndpoints()
      .filter(({ method, template }) => takesBack(method, fillTemplate(template, {})))
      .map(({ template }) => template);
    expect(paths).toHaveLength(5);
  });
});
