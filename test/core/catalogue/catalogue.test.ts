import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { catalogueLines, catalogueModule } from '../../../scripts/catalogue.ts';
import { allEndpoints } from '../../../src/core/catalogue/all-endpoints.ts';
import { matchOperation } from '../../../src/core/catalogue/match-operation.ts';
import { removedAt } from '../../../src/core/catalogue/removed.ts';
import { lacks, SHARED } from '../../support/needs.ts';

const DATA = new URL('../../../src/core/catalogue/data.ts', import.meta.url);
const absent = lacks('api-description');

const description = (): unknown =>
  JSON.parse(readFileSync(new URL('data/bitbucket-cloud-openapi.json', SHARED), 'utf8'));

const Described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        deprecated: z.optional(z.boolean()),
        'x-atlassian-oauth2-scopes': z.optional(z.array(z.object({ scopes: z.array(z.string()) }))),
      }),
    ),
  ),
});

/** Every operation that Atlassian describes, read without the script under test. */
const described = () => {
  const { paths } = Described.parse(withoutPathParameters(description()));
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method,
      path,
      deprecated: operation.deprecated === true,
      scopes: (operation['x-atlassian-oauth2-scopes'] ?? []).flatMap((entry) => entry.scopes),
    })),
  );
};

const withoutPathParameters = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === 'parameters' ? undefined : inner)),
  );

test('the catalogue holds 294 operations, none twice, and stays small', () => {
  const names = allEndpoints().map(({ method, template }) => `${method} ${template}`);
  expect(names).toHaveLength(294);
  expect(new Set(names).size).toBe(294);
  expect(readFileSync(DATA).length).toBeLessThan(25_000);
});

test('Bitbucket Cloud has no PATCH', () => {
  expect(allEndpoints().filter(({ method }) => method === 'PATCH')).toEqual([]);
});

test.skipIf(absent)('what is checked in is what the API description gives', () => {
  expect(readFileSync(DATA, 'utf8')).toBe(catalogueModule(catalogueLines(description())));
});

test.skipIf(absent)('every described operation matches itself and has its scopes', () => {
  const operations = described();
  expect(operations).toHaveLength(294);
  for (const { method, path, scopes } of operations) {
    const found = matchOperation(method, path);
    expect(found?.template).toBe(path);
    expect([...(found?.scopes ?? [])].sort(), `${method} ${path}`).toEqual([...scopes].sort());
  }
});

test.skipIf(absent)('every operation that Atlassian calls deprecated has advice', () => {
  const deprecated = described().filter((operation) => operation.deprecated);
  expect(deprecated).toHaveLength(14);
  for (const { method, path } of deprecated) {
    expect(removedAt(path, method)?.status, `${method} ${path}`).toBe('deprecated');
  }
});

test('an operation is parsed with its scopes, query names and page limit', () => {
  expect(matchOperation('GET', '/repositories/acme/web/pullrequests')).toEqual({
    method: 'GET',
    template: '/repositories/{workspace}/{repo_slug}/pullrequests',
    group: 'pullrequests',
    scopes: ['read:pullrequest:bitbucket'],
    query: ['state', 'q', 'sort', 'page', 'pagelen', 'fields'],
    pageLimit: 50,
    raw: false,
  });
});
